import Foundation

/// A message as a subscriber got it.
public struct MosquittoMessage: Sendable, Equatable, CustomStringConvertible {
    public let topic: String
    /// It was said before, and the broker kept it.
    public let isRetained: Bool
    public let quality: Int
    public let payload: String

    public var description: String {
        "\(topic) \(isRetained ? "retained " : "")qos \(quality): \(payload)"
    }
}

/// Follows topics with `mosquitto_sub`.
public final class MosquittoSubscriber: Sendable {
    private let process: MosquittoProcess
    /// Each message, once; those that came before anybody asked are kept.
    public let messages: AsyncStream<MosquittoMessage>

    private static let mark = "MESSAGE"

    /// Returns when the broker has confirmed that it will send what is published from here on.
    public init(
        port: Int,
        topics: [String] = ["#"],
        login: (user: String, password: String)? = nil
    ) async throws {
        // Into a pipe, it would keep what it has to say of its subscription to itself until the first message.
        var arguments = [
            "-oL", "/usr/bin/mosquitto_sub", "-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-d",
        ]
        // A tab cannot be in a topic of ours, and JSON escapes it.
        arguments += ["-F", "\(Self.mark)\\t%t\\t%r\\t%q\\t%p"]
        arguments += topics.flatMap { ["-t", $0] }
        if let login { arguments += ["-u", login.user, "-P", login.password] }
        let process = try MosquittoProcess("/usr/bin/stdbuf", arguments, needs: "/usr/bin/mosquitto_sub")
        self.process = process
        let (messages, continuation) = AsyncStream.makeStream(of: MosquittoMessage.self)
        self.messages = messages
        let (subscriptions, subscription) = AsyncStream.makeStream(of: Void.self)
        Task { [lines = process.lines] in
            for await line in lines {
                if line.hasPrefix("Subscribed ") { subscription.yield() }
                if let message = Self.message(line) { continuation.yield(message) }
            }
            subscription.finish()
            continuation.finish()
        }
        for await _ in subscriptions { return }
        throw MosquittoFailure(description: "mosquitto_sub ended before it had subscribed")
    }

    /// The next message that is like this; those before it are passed over.
    public func next(
        where isWanted: @Sendable (MosquittoMessage) -> Bool = { _ in true }
    ) async throws -> MosquittoMessage {
        for await message in messages where isWanted(message) { return message }
        throw MosquittoFailure(description: "mosquitto_sub ended before the message came")
    }

    /// The next so many messages.
    public func next(_ count: Int) async throws -> [MosquittoMessage] {
        var messages: [MosquittoMessage] = []
        for _ in 0..<count { messages.append(try await next()) }
        return messages
    }

    /// The next message on this topic; those before it are passed over.
    public func next(on topic: String) async throws -> MosquittoMessage {
        try await next { $0.topic == topic }
    }

    private static func message(_ line: String) -> MosquittoMessage? {
        let parts = line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == mark, let quality = Int(parts[3]) else { return nil }
        return MosquittoMessage(
            topic: String(parts[1]),
            isRetained: parts[2] == "1",
            quality: quality,
            payload: String(parts[4])
        )
    }
}

/// Publishes bytes with `mosquitto_pub`, and returns when the broker has them.
public func mosquittoPublish(
    _ bytes: [UInt8],
    on topic: String,
    port: Int,
    isRetained: Bool = false
) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "payload-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    let arguments = ["-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", topic, "-f", file.path]
    let process = try MosquittoProcess("/usr/bin/mosquitto_pub", arguments + (isRetained ? ["-r"] : []))
    for await _ in process.lines {}
}

/// Says something with `mosquitto_pub`, and returns when it is said.
public func mosquittoPublish(_ payload: String, on topic: String, port: Int) async throws {
    let process = try MosquittoProcess(
        "/usr/bin/mosquitto_pub",
        ["-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", topic, "-m", payload]
    )
    for await _ in process.lines {}
}
