import Synchronization

/// What was delivered and the disk does not know yet: many come while one is written, and go with the next write together.
final class Deliveries: Sendable {
    typealias Done = (count: Int, then: @Sendable (Int) -> Void)

    private struct State {
        var ids: [Int64] = []
        var done: [Done] = []
        var isAnnounced = false
    }

    private let state = Mutex(State())

    /// - Returns: whether this is the first since the last `take`.
    func add(_ ids: [Int64], _ then: @escaping @Sendable (Int) -> Void) -> Bool {
        state.withLock { state in
            state.ids += ids
            state.done.append((ids.count, then))
            defer { state.isAnnounced = true }
            return !state.isAnnounced
        }
    }

    func take() -> (ids: [Int64], done: [Done]) {
        state.withLock { state in
            defer { state = State() }
            return (state.ids, state.done)
        }
    }

    /// What could not be written: a year of hours at the most, and then the oldest go.
    func putBack(_ ids: [Int64]) {
        state.withLock { state in
            state.ids = (ids + state.ids).suffix(10_000)
        }
    }
}
