public import Logging
import Synchronization

/// A log that keeps its lines.
public final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    /// Each line once, for one reader; those that came before it are kept.
    public let stream: AsyncStream<String>
    private let line: AsyncStream<String>.Continuation

    public init() { (stream, line) = AsyncStream.makeStream() }

    public var all: [String] { lines.withLock { $0 } }

    public var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private func add(_ text: String) {
        lines.withLock { $0.append(text) }
        line.yield(text)
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.trace
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.add("\(event.message)") }
    }
}
