import Foundation
import Glibc
import Synchronization

/// A small real HTTP server that answers as told and keeps what it was sent.
public final class WebhookServer: Sendable {
    /// What to do with a request.
    public enum Answer: Sendable {
        case status(Int)
        /// Read the request and say nothing until the server is let go.
        case silence
        /// Close the connection in the middle of the answer.
        case brokenOff
        /// An answer that does not end.
        case endless
    }

    public struct Request: Sendable {
        public var headers: [String: String]
        public var body: [UInt8]
    }

    public let port: UInt16
    public let requests: AsyncStream<Request>
    private let intake: AsyncStream<Request>.Continuation
    private let listener: Int32
    private let answers: Mutex<[Answer]>

    /// - Parameter answers: one for each request in turn; the last for all that follow.
    public init(_ answers: [Answer]) throws {
        self.answers = Mutex(answers)
        (requests, intake) = AsyncStream.makeStream()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(number, address, size)
                getsockname(number, address, &size)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        listen(listener, 16)
        let answer: @Sendable () -> Answer = { [self] in nextAnswer() }
        Thread.detachNewThread { [listener, intake] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread.detachNewThread { Self.serve(client, intake, answer) }
            }
        }
    }

    public var url: String { "http://127.0.0.1:\(port)/hook" }

    /// Stops listening.
    public func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        intake.finish()
    }

    private func nextAnswer() -> Answer {
        answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }

    private static func serve(
        _ client: Int32, _ intake: AsyncStream<Request>.Continuation, _ answer: @Sendable () -> Answer
    ) {
        defer { Glibc.close(client) }
        guard let request = readRequest(client) else { return }
        let answer = answer()
        switch answer {
        case .status(let status):
            send(client, "HTTP/1.1 \(status) X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            intake.yield(request)
        case .silence:
            intake.yield(request)
            var byte: UInt8 = 0
            while recv(client, &byte, 1, 0) > 0 {}
        case .brokenOff:
            send(client, "HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\nhalf")
            intake.yield(request)
        case .endless:
            intake.yield(request)
            let block = String(repeating: "x", count: 65_536)
            guard send(client, "HTTP/1.1 200 X\r\nContent-Length: 1000000000\r\n\r\n") else { return }
            while send(client, block) {}
        }
    }

    @discardableResult
    private static func send(_ client: Int32, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private static func readRequest(_ client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let request = Request(bytes) { return request }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[0..<count]
        }
    }
}

extension WebhookServer.Request {
    /// - Returns: `nil` until all of it is there.
    fileprivate init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        headers = [:]
        for line in text[..<end.lowerBound].components(separatedBy: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = Int(headers["content-length"] ?? "0") ?? 0
        let start = text[..<end.upperBound].utf8.count
        guard bytes.count >= start + length else { return nil }
        body = Array(bytes[start..<start + length])
    }
}
