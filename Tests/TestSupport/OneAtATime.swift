public import Testing

extension Trait where Self == OneAtATime {
    /// For tests that count for seconds without a pause: one of them runs at a time, so that those that wait for a program, a
    /// broker or a port find a thread free when their turn comes.
    public static var oneAtATime: OneAtATime { OneAtATime() }
}

/// See `Trait.oneAtATime`.
public struct OneAtATime: SuiteTrait, TestTrait, TestScoping {
    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        await Turn.shared.take()
        do {
            try await function()
        } catch {
            await Turn.shared.giveBack()
            throw error
        }
        await Turn.shared.giveBack()
    }
}

/// Whose turn it is, in the order of asking.
private actor Turn {
    static let shared = Turn()

    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if !isTaken {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
