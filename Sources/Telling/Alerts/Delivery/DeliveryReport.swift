public import HTTPClient

/// The result of a test alert.
public struct DeliveryReport: Sendable {
    /// The webhook's name.
    public let webhook: String
    public let origin: HTTPOrigin
    /// The request that was sent, without its headers, which may hold secrets.
    public let method: HTTPRequest.Method
    public let contentType: String
    public let body: [UInt8]
    public let result: Result<HTTPAnswer, HTTPError>
    /// The time from the request to the answer or the error.
    public let took: Duration
    /// The steps of the request; `nil` when no request was made.
    public let trace: HTTPTrace?

    init(
        webhook: Webhook,
        request: HTTPRequest,
        result: Result<HTTPAnswer, HTTPError>,
        took: Duration,
        trace: HTTPTrace?
    ) {
        self.webhook = webhook.name
        self.origin = webhook.origin
        self.method = request.method
        self.contentType = webhook.template.contentType
        self.body = request.body
        self.result = result
        self.took = took
        self.trace = trace
    }

    /// Whether the receiver accepted the alert.
    public var isDelivered: Bool { status.map { (200...299).contains($0) } ?? false }

    /// The answer's status; `nil` without an answer.
    public var status: Int? {
        if case .success(let answer) = result { answer.status } else { nil }
    }

    /// The first 200 bytes of the answer, control characters as spaces; empty without an answer.
    public var answerStart: String {
        guard case .success(let answer) = result else { return "" }
        return Self.shown(answer.body.prefix(200))
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        String(
            String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
                $0.properties.generalCategory == .control ? " " : Character($0)
            }
        )
    }
}

extension DeliveryReport: CustomStringConvertible {
    /// The result, with advice when it went wrong; one or two lines.
    public var description: String {
        let milliseconds = Int(took / .milliseconds(1))
        switch result {
        case .success(let answer):
            let verdict = isDelivered ? "delivered to" : "refused by"
            var text = "\(webhook): \(verdict) \(origin): answered \(answer.status) after \(milliseconds) ms."
            if let advice = Self.advice(for: answer, contentType) { text += " \(advice)" }
            if !answerStart.isEmpty { text += "\nThe answer begins: \(answerStart)" }
            return text
        case .failure(let error):
            return "\(webhook): \(error), after \(milliseconds) ms. \(error.advice)"
        }
    }

    /// The steps that were reached, one on each line, and the body that was sent.
    public var details: String {
        var lines: [String] = []
        if let trace {
            let address = trace.address.map { " at \($0)" } ?? ""
            let steps: [(String, Int?)] = [
                ("host name resolved", trace.foundMicroseconds),
                ("connected\(address)", trace.connectedMicroseconds),
                ("secured (TLS)", trace.securedMicroseconds), ("answer started", trace.answeredMicroseconds),
                ("finished", trace.totalMicroseconds),
            ]
            for (step, time) in steps {
                if let time { lines.append("  \(Self.milliseconds(time)) ms  \(step)") }
            }
        }
        let sent = trace?.connectedMicroseconds == nil ? "To be sent" : "Sent"
        lines.append("\(sent) by \(method.rawValue) as \(contentType), \(body.count) bytes:")
        lines.append(Self.shown(body.prefix(2_000)))
        return lines.joined(separator: "\n")
    }

    /// `   12.3`
    private static func milliseconds(_ microseconds: Int) -> String {
        let text = "\(microseconds / 1_000).\(microseconds / 100 % 10)"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    private static func advice(for answer: HTTPAnswer, _ contentType: String) -> String? {
        switch answer.status {
        case 200...299: nil
        case 300...399:
            "Redirects are not followed: configure the address that it leads to"
                + (redirectTarget(of: answer).map { ", on \($0)." } ?? ".")
        case 401, 403: "Check the token, the password or the signing secret."
        case 404, 410: "Check the path of the URL."
        case 405: "The receiver does not accept this method at this URL: check the path, and `method`."
        case 413, 415, 400, 422:
            "The receiver does not understand the body, sent as \(contentType): check `template`, see docs/webhooks.md."
        case 408, 425, 429: "The receiver is busy; real alerts are tried again."
        case 500...: "The receiver has a fault of its own: see its log. Real alerts are tried again."
        default: "See the receiver's log."
        }
    }

    /// The address of a redirect, without path and query, which may be secret.
    private static func redirectTarget(of answer: HTTPAnswer) -> HTTPOrigin? {
        answer.header("Location").flatMap { try? HTTPOrigin(url: $0) }
    }
}
