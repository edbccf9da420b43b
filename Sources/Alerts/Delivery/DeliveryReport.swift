public import HTTPClient

/// What came of a test alert.
public struct DeliveryReport: Sendable {
    /// The webhook's name.
    public let webhook: String
    public let origin: HTTPOrigin
    public let result: Result<HTTPAnswer, HTTPError>
    /// From asking to the answer or the error.
    public let took: Duration

    init(webhook: Webhook, result: Result<HTTPAnswer, HTTPError>, took: Duration) {
        self.webhook = webhook.name
        self.origin = webhook.origin
        self.result = result
        self.took = took
    }

    /// Whether the receiver took the alert.
    public var isDelivered: Bool { status.map { (200...299).contains($0) } ?? false }

    /// `nil` when there was no answer.
    public var status: Int? {
        if case .success(let answer) = result { answer.status } else { nil }
    }

    /// The first 200 bytes of the answer, control characters as spaces; empty when there was none.
    public var answerStart: String {
        guard case .success(let answer) = result else { return "" }
        let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
        return String(
            text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        )
    }
}

extension DeliveryReport: CustomStringConvertible {
    /// What happened, and what to do when it went wrong; one or two lines.
    public var description: String {
        let milliseconds = took / .milliseconds(1)
        switch result {
        case .success(let answer):
            let verdict = isDelivered ? "delivered to" : "not taken by"
            var text =
                "\(webhook): \(verdict) \(origin): answered \(answer.status) after \(Int(milliseconds)) ms."
            if let advice = Self.advice(for: answer) { text += " \(advice)" }
            if !answerStart.isEmpty { text += "\nThe answer begins: \(answerStart)" }
            return text
        case .failure(let error):
            return "\(webhook): \(error), after \(Int(milliseconds)) ms. \(error.advice)"
        }
    }

    private static func advice(for answer: HTTPAnswer) -> String? {
        switch answer.status {
        case 200...299: nil
        case 300...399:
            "Redirects are not followed: configure the address that it leads to"
                + (redirectTarget(of: answer).map { ", on \($0)." } ?? ".")
        case 401, 403: "Check the token, the password or the signing secret."
        case 404, 410: "Check the path of the URL."
        case 405: "The receiver takes no POST at this URL: check its path."
        case 413, 415, 400, 422:
            "The receiver does not understand the body: it is JSON, see docs/webhooks.md."
        case 408, 425, 429: "The receiver is busy; real alerts are tried again."
        case 500...: "The receiver has a fault of its own: see its log. Real alerts are tried again."
        default: "See the receiver's log."
        }
    }

    /// Without path and query, which may be secret.
    private static func redirectTarget(of answer: HTTPAnswer) -> HTTPOrigin? {
        answer.header("Location").flatMap { try? HTTPOrigin(url: $0) }
    }
}
