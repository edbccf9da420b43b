/// Waits until a condition holds that nothing tells of: looks every few milliseconds, for minutes if need be.
///
/// - Throws: `NeverHeld` when the test's patience ends, and what the condition throws.
public func eventually(_ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(RunningProgram.patienceSeconds)
    while try await !condition() {
        guard ContinuousClock.now < end else { throw NeverHeld() }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// A condition that did not come to hold within the test's patience.
public struct NeverHeld: Error {}
