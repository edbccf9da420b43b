import Foundation
import Synchronization

/// The lines of a program as they come, and those who wait for some of them.
final class OutputLines: Sendable {
    private struct State {
        var all: [String] = []
        /// The beginning of a line whose end has not come.
        var rest: [UInt8] = []
        var code: Int32?
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let id = UUID()
        /// The number of lines that `isDone` has seen.
        var seen = 0
        var isDone: @Sendable ([String], Range<Int>) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let state = Mutex(State())

    var all: [String] { state.withLock { $0.all } }
    /// The exit code, once the program has ended.
    var code: Int32? { state.withLock { $0.code } }

    func add(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            state.rest += bytes
            let parts = state.rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            state.rest = Array(parts[parts.count - 1])
            state.all += parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
            Self.wake(&state)
        }
    }

    func end(_ code: Int32) {
        state.withLock { state in
            if !state.rest.isEmpty { state.all.append(String(decoding: state.rest, as: UTF8.self)) }
            state.code = code
            Self.wake(&state)
        }
    }

    /// - Parameter isDone: gets all lines, and the range of those that are new since it was last asked.
    /// - Returns: false when the program ended, or the seconds have passed.
    func wait(
        atMost seconds: Int? = nil,
        until isDone: @escaping @Sendable ([String], Range<Int>) -> Bool
    ) async -> Bool {
        await withCheckedContinuation { continuation in
            let waiter = Waiter(isDone: isDone, continuation: continuation)
            state.withLock { state in
                state.waiters.append(waiter)
                Self.wake(&state)
            }
            guard let seconds else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
                self?.giveUp(waiter.id)
            }
        }
    }

    private static func wake(_ state: inout State) {
        let isOver = state.code != nil
        var left: [Waiter] = []
        for var waiter in state.waiters {
            let isDone = waiter.isDone(state.all, waiter.seen..<state.all.count)
            waiter.seen = state.all.count
            if isDone || isOver { waiter.continuation.resume(returning: isDone) } else { left.append(waiter) }
        }
        state.waiters = left
    }

    private func giveUp(_ id: UUID) {
        state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return }
            state.waiters.remove(at: index).continuation.resume(returning: false)
        }
    }
}
