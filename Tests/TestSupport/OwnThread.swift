import Foundation
import Synchronization
public import Testing

extension Trait where Self == OwnThread {
    /// Runs tests that count for seconds on threads beside Swift's shared ones.
    ///
    /// The shared threads are as many as the machine has cores. A test that counts on one of them holds up every other test that
    /// waits there for its turn: for a cancellation, an answer or a line of a program.
    public static var ownThread: OwnThread { OwnThread() }
}

/// The trait `ownThread`.
public struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(CountingThread.next()) { try await function() }
    }
}

/// One of the threads of the tests that count, as many as there are cores. Each runs its tests one after the other.
private final class CountingThread: TaskExecutor {
    private static let all = (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in CountingThread() }
    private static let turn = Atomic(0)

    /// The threads in turn.
    static func next() -> CountingThread {
        all[turn.wrappingAdd(1, ordering: .relaxed).oldValue % all.count]
    }

    // A serial queue has a thread of its own, however busy Dispatch's shared ones are.
    private let queue = DispatchQueue(label: "tests that count")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Runs a call that blocks on a thread of its own, and awaits what it returns.
public func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { done in
        Thread.detachNewThread { done.resume(returning: body()) }
    }
}
