import Foundation

/// Keys as they are pressed, without Enter, while standard input is a terminal.
final class Keyboard: Sendable {
    /// As it was; put back at the end.
    private let saved: termios?

    init() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else {
            saved = nil
            return
        }
        saved = settings
        // Ctrl-C stays a signal.
        settings.c_lflag &= ~(tcflag_t(ICANON) | tcflag_t(ECHO))
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    func restore() {
        guard var saved else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &saved)
    }

    /// Each key; ends at once without a terminal.
    var keys: AsyncStream<Character> {
        guard saved != nil else { return AsyncStream { $0.finish() } }
        return AsyncStream { continuation in
            // Ends with the process: a read of a terminal cannot be called back.
            Thread.detachNewThread {
                var byte: UInt8 = 0
                while read(STDIN_FILENO, &byte, 1) == 1 {
                    continuation.yield(Character(Unicode.Scalar(byte)))
                }
                continuation.finish()
            }
        }
    }
}
