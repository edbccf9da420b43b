import Foundation
import Synchronization

/// Follows topics with `mosquitto_sub`, and keeps what it hears.
public final class MosquittoSubscriber: Sendable {
    private let program: RunningProgram
    /// The number of lines that `next` has been through.
    private let passed = Mutex(0)

    /// Returns when the broker has confirmed that it will send what is published from here on.
    public init(
        port: Int,
        topics: [String] = ["#"],
        login: (user: String, password: String)? = nil
    ) async throws {
        // Into a pipe, it would keep what it has to say of its subscription to itself until the first message.
        var arguments = ["-oL", "/usr/bin/mosquitto_sub", "-h", "127.0.0.1", "-p", "\(port)", "-q", "1"]
        arguments += ["-d", "-F", MosquittoMessage.format]
        arguments += topics.flatMap { ["-t", $0] }
        if let login { arguments += ["-u", login.user, "-P", login.password] }
        program = try RunningProgram(URL(filePath: "/usr/bin/stdbuf"), arguments)
        guard await program.prints("Subscribed ") else {
            throw MosquittoFailure(description: "mosquitto_sub did not subscribe")
        }
    }

    // MARK: - All that came

    /// All messages so far, by order.
    public var published: [MosquittoMessage] { program.output.compactMap(MosquittoMessage.init) }

    /// All lines so far of the program itself.
    public var output: [String] { program.output }

    /// Waits for a message under a topic that ends like this, and is as wanted; one that came before counts.
    ///
    /// - Returns: the last such message.
    public func hears(
        _ ending: String,
        where isWanted: @escaping @Sendable (JSON) -> Bool = { _ in true }
    ) async throws -> JSON {
        @Sendable func wanted(_ line: String) -> JSON? {
            guard let message = MosquittoMessage(line), message.topic.hasSuffix(ending),
                let payload = try? JSON(message.payload), isWanted(payload)
            else { return nil }
            return payload
        }
        _ = await program.waits(for: "the message wanted under \(ending)") { lines, new in
            lines[new].contains { wanted($0) != nil }
        }
        for line in program.output.reversed() {
            if let payload = wanted(line) { return payload }
        }
        throw MosquittoFailure(description: "nothing wanted was heard under \(ending)")
    }

    /// Waits for a message under a topic that ends like this, with just this payload.
    public func hears(_ ending: String, saying payload: String) async -> Bool {
        await program.waits(for: "\(ending) \(payload)") { lines, new in
            lines[new].contains { line in
                MosquittoMessage(line).map { $0.topic.hasSuffix(ending) && $0.payload == payload } ?? false
            }
        }
    }

    /// Waits until there are so many messages under topics that end like this.
    public func hears(_ count: Int, under ending: String) async -> Bool {
        await program.waits(for: "\(count) messages under \(ending)") { lines, _ in
            // Fewer lines cannot hold as many messages.
            lines.count >= count
                && lines.count { MosquittoMessage($0)?.topic.hasSuffix(ending) ?? false } >= count
        }
    }

    // MARK: - One after the other

    /// The next message that is like this; those before it are passed over.
    public func next(
        where isWanted: @escaping @Sendable (MosquittoMessage) -> Bool = { _ in true }
    ) async throws -> MosquittoMessage {
        let start = passed.withLock { $0 }
        @Sendable func found(_ lines: [String], _ new: Range<Int>) -> (index: Int, message: MosquittoMessage)?
        {
            for index in new.clamped(to: start..<max(start, lines.count)) {
                if let message = MosquittoMessage(lines[index]), isWanted(message) { return (index, message) }
            }
            return nil
        }
        _ = await program.waits(for: "the next message wanted") { found($0, $1) != nil }
        let lines = program.output
        guard let (index, message) = found(lines, start..<max(start, lines.count)) else {
            throw MosquittoFailure(description: "mosquitto_sub heard no such message")
        }
        passed.withLock { $0 = index + 1 }
        return message
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
}

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

    private static let mark = "MESSAGE"
    // A tab cannot be in a topic of ours, and JSON escapes it.
    fileprivate static let format = "\(mark)\\t%t\\t%r\\t%q\\t%p"

    /// - Returns: `nil` for what the program says besides.
    fileprivate init?(_ line: String) {
        guard line.hasPrefix(Self.mark) else { return nil }
        let parts = line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, let quality = Int(parts[3]) else { return nil }
        topic = String(parts[1])
        isRetained = parts[2] == "1"
        self.quality = quality
        payload = String(parts[4])
    }
}
