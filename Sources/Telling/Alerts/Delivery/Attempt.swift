import Civil
import HTTPClient

/// The result of one try to deliver an alert.
enum Attempt: Sendable {
    case delivered(HTTPAnswer)
    /// It may work later.
    case failedForNow(reason: String, retryAfterSeconds: Int?)
    /// It will not work with this alert, however often it is repeated.
    case failedForGood(reason: String)

    init(_ result: Result<HTTPAnswer, HTTPError>, at now: Instant) {
        switch result {
        case .success(let answer): self.init(answer, at: now)
        case .failure(let error):
            self =
                error.isFinal
                ? .failedForGood(reason: "\(error)")
                : .failedForNow(reason: "\(error)", retryAfterSeconds: nil)
        }
    }

    private init(_ answer: HTTPAnswer, at now: Instant) {
        switch answer.status {
        case 200...299:
            self = .delivered(answer)
        case 408, 425, 429, 500...:
            let retryAfter = answer.retryAfterSeconds(now: now.unixSeconds)
            self = .failedForNow(reason: "answered \(answer.status)", retryAfterSeconds: retryAfter)
        default:
            // Redirects too: nobody has configured their target to receive alerts.
            self = .failedForGood(reason: "answered \(answer.status)")
        }
    }
}

extension CurlClient {
    /// `send` with the error as a value.
    func result(of request: HTTPRequest) async -> Result<HTTPAnswer, HTTPError> {
        do throws(HTTPError) {
            return .success(try await send(request))
        } catch {
            return .failure(error)
        }
    }
}
