import Foundation
public import Testing

extension Trait where Self == OwnThread {
    /// Runs tests that count for seconds on a thread beside Swift's shared ones.
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
        try await withTaskExecutorPreference(CountingThread.shared) { try await function() }
    }
}

/// The thread of all tests that count, which runs them one after the other.
private final class CountingThread: TaskExecutor {
    static let shared = CountingThread()

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
