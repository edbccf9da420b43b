import Foundation
import Logging
import Synchronization

/// The last line of the log, for the foot of the screen.
final class LastMessage: Sendable {
    private let state = Mutex<String?>(nil)

    var text: String? { state.withLock { $0 } }

    func take(_ text: String) {
        state.withLock { $0 = text }
    }
}

/// A log that shows its last line instead of scrolling the screen away; where there is no screen it prints them all.
struct DemoLog: LogHandler {
    let messages: LastMessage
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        messages.take("\(event.message)")
        if isatty(STDOUT_FILENO) == 0 { StandardError.print("\(event.message)") }
    }
}
