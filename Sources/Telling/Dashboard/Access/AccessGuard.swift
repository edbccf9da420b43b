import Cryptography
import Dispatch
import Synchronization

/// Decides who may read.
final class AccessGuard: Sendable {
    /// What becomes of a request.
    enum Verdict: Sendable, Equatable {
        case allowed
        /// Nothing was shown, or the wrong thing.
        case refused
        /// Too many wrong things were shown: not looked at.
        case limited(afterSeconds: Int)
    }

    private let password: PasswordHash?
    private let tokenPrint: [UInt8]?
    private let fingerprint = Fingerprint()
    private let state: Mutex<State>
    /// Hashing takes long: never on a thread that meters are read by.
    private let queue = DispatchQueue(label: "password")

    private struct State {
        var limiter: FailureLimiter
        /// Of the password, once it was right: a display asks every few seconds, and no machine hashes that often.
        var passwordPrint: [UInt8]?
        /// Passwords being hashed, or waiting for it.
        var hashing = 0
    }

    /// More at once are sent away: each takes its time.
    private static let longestQueue = 4

    /// - Parameters:
    ///   - password: `nil` lets everybody in.
    ///   - token: another way in, beside the password.
    init(password: PasswordHash?, token: AccessToken?, now: ContinuousClock.Instant) {
        self.password = password
        tokenPrint = token.map { [fingerprint] in fingerprint.of($0.text) }
        state = Mutex(State(limiter: FailureLimiter(now: now)))
    }

    /// - Parameters:
    ///   - credential: what the request shows; `nil` for nothing.
    ///   - address: where it comes from.
    func verdict(
        on credential: Credential?,
        from address: String,
        at now: ContinuousClock.Instant
    ) async -> Verdict {
        guard let password else { return .allowed }
        guard let credential else { return .refused }
        let wait = state.withLock { $0.limiter.wait(of: address, at: now) }
        if let wait { return .limited(afterSeconds: Self.seconds(wait)) }
        if isKnown(credential) { return .allowed }
        let waitOfAll = state.withLock { state -> Duration? in
            if let wait = state.limiter.waitOfAll(at: now) { return wait }
            // Taken before it is known to be wrong: a thousand guesses at once are a thousand guesses.
            state.limiter.take(from: address, at: now)
            return nil
        }
        if let waitOfAll { return .limited(afterSeconds: Self.seconds(waitOfAll)) }
        guard case .password(let text) = credential else { return .refused }
        return await check(text, password, address)
    }

    /// Whether this is the token, or the password that was right before.
    private func isKnown(_ credential: Credential) -> Bool {
        switch credential {
        case .token(let text):
            return tokenPrint.map { Digest.areEqual($0, fingerprint.of(text)) } ?? false
        case .password(let text):
            let known = state.withLock { $0.passwordPrint }
            return known.map { Digest.areEqual($0, fingerprint.of(text)) } ?? false
        case .unreadable: return false
        }
    }

    private func check(_ text: String, _ password: PasswordHash, _ address: String) async -> Verdict {
        let isQueued = state.withLock { state in
            guard state.hashing < Self.longestQueue else { return false }
            state.hashing += 1
            return true
        }
        guard isQueued else {
            state.withLock { $0.limiter.giveBack(to: address) }
            return .limited(afterSeconds: 1)
        }
        let fits = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: password.fits(text)) }
        }
        let print = fingerprint.of(text)
        state.withLock { state in
            state.hashing -= 1
            guard fits else { return }
            state.passwordPrint = print
            state.limiter.giveBack(to: address)
        }
        return fits ? .allowed : .refused
    }

    /// Rounded up, at least one.
    private static func seconds(_ wait: Duration) -> Int { max(1, (milliseconds(wait) + 999) / 1_000) }
}
