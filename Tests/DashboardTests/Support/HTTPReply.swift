import Foundation
import TestSupport

extension Checkout {
    static let curl = URL(filePath: "/usr/bin/curl")
}

extension Connection {
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Asks, and returns everything until the server closes.
    func exchange(_ text: String) async -> [UInt8] {
        send(text)
        return await readAll()
    }
}

/// An answer, taken apart.
struct HTTPReply {
    var status: Int
    /// By names in lower case.
    var headers: [String: String] = [:]
    var body: String

    init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw NoAnswer(text: text) }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw NoAnswer(text: text) }
        self.status = status
        body = String(text[end.upperBound...])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
    }

    var json: JSON { get throws { try JSON(body) } }

    struct NoAnswer: Error {
        var text: String
    }
}
