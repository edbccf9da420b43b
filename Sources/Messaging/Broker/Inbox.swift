import Ledger
import Meters
import Synchronization

/// What the rest of the daemon hands over, until the broker's thread takes it.
final class Inbox: Sendable {
    enum Item: Sendable {
        case event(LedgerEvent, MeterIdentity, MeterSource)
        case alert([UInt8], meterID: String)
        case frame([UInt8], MeterIdentity, MeterSource)
    }

    /// The thread takes everything out each time it wakes, so this is only reached when nobody runs it: an hour of messages.
    static let capacity = 4_096

    let wake = WakePipe()
    private let state = Mutex(State())

    private struct State {
        var items: [Item] = []
        var dropped = 0
    }

    /// What did not fit.
    var dropped: Int { state.withLock { $0.dropped } }

    func put(_ item: Item) {
        let isFirst = state.withLock { state in
            guard state.items.count < Self.capacity else {
                state.dropped += 1
                return false
            }
            state.items.append(item)
            return state.items.count == 1
        }
        // The others find the thread awake already.
        if isFirst { wake.wake() }
    }

    func takeAll() -> [Item] {
        state.withLock { state in
            defer { state.items.removeAll(keepingCapacity: true) }
            return state.items
        }
    }
}
