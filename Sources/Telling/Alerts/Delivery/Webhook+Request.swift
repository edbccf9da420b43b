import Civil
import HTTPClient
import Ledger

extension Webhook {
    /// The request that tells of an alert, signed for this moment.
    ///
    /// - Throws: when the template makes nothing that can be sent.
    func request(for alert: Alert, at now: Instant, in context: DeliveryContext) throws(TemplateError)
        -> HTTPRequest
    {
        let body = try template.body(for: alert, in: context.place, constants: constants)
        var fields = [
            HTTPHeader("Content-Type", template.contentType),
            HTTPHeader("User-Agent", "kilovakt/\(context.version)"),
            HTTPHeader("Idempotency-Key", "\(alert.key)/\(alert.state.rawValue)"),
            HTTPHeader("X-Kilovakt-Key", alert.key),
            HTTPHeader("X-Kilovakt-Timestamp", "\(now.unixSeconds)"),
        ]
        if let secret {
            let signature = Signature.header(secret: secret, unixSeconds: now.unixSeconds, body: body)
            fields.append(HTTPHeader("X-Kilovakt-Signature", signature))
        }
        // A configured header takes the place of ours of the same name, but for those that vouch for the body.
        let own = Set(headers.map { $0.name.lowercased() })
        fields.removeAll { own.contains($0.name.lowercased()) && !$0.name.hasPrefix("X-Kilovakt-") }
        let extra = headers.filter { !$0.name.lowercased().hasPrefix("x-kilovakt-") }
        var request = HTTPRequest(method, url, headers: fields + extra, body: body)
        request.connectTimeoutMilliseconds = min(connectTimeoutMilliseconds, totalTimeoutMilliseconds)
        request.totalTimeoutMilliseconds = totalTimeoutMilliseconds
        request.caFile = caFile
        // The status says whether it arrived, however much page comes after it.
        request.oversize = .isCutOff
        return request
    }
}
