import Synchronization

/// Somebody to be told later, for what two parts need of each other.
final class Relay<Value: Sendable>: Sendable {
    private let handler = Mutex<(@Sendable (Value) -> Void)?>(nil)

    func register(_ handler: @escaping @Sendable (Value) -> Void) {
        self.handler.withLock { $0 = handler }
    }

    func tell(_ value: Value) {
        handler.withLock { $0 }?(value)
    }
}
