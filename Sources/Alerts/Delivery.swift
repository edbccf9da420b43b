import Foundation
import HTTPClient

/// What came of one attempt to deliver.
public enum DeliveryOutcome: Sendable, Equatable {
    case delivered(status: Int)
    /// It may work later: in so many seconds at the earliest, where the server says so.
    case later(reason: String, retryAfterSeconds: Int?)
    /// It will not work.
    case refused(reason: String)

    init(_ answer: HTTPAnswer) {
        switch answer.status {
        case 200..<300: self = .delivered(status: answer.status)
        case 300..<400:
            self = .refused(
                reason:
                    "the server answered \(answer.status), a redirect; put the final address into the configuration"
            )
        case 408, 425, 429, 500...:
            self = .later(
                reason: "the server answered \(answer.status)",
                retryAfterSeconds: answer.retryAfterSeconds
            )
        default:
            self = .refused(reason: "the server answered \(answer.status); check the address and its token")
        }
    }

    init(_ error: HTTPError) {
        switch error {
        case .badURL, .answerTooLong: self = .refused(reason: error.description)
        default: self = .later(reason: error.description, retryAfterSeconds: nil)
        }
    }
}

/// How long to wait before the next attempt: a second, then twice as long each time, an hour at the most, and up to a
/// quarter less so that many do not come at once.
struct BackOff: Sendable {
    private var seconds = 1.0

    static let longestSeconds = 3_600.0

    mutating func next(atLeast least: Int?) -> Duration {
        let wait = Double.random(in: seconds * 0.75...seconds)
        seconds = min(Self.longestSeconds, seconds * 2)
        return .seconds(max(wait, Double(min(least ?? 0, Int(Self.longestSeconds)))))
    }
}
