public import Civil
import Cryptography
public import HTTPClient

/// A web server that receives alerts.
public struct Webhook: Sendable {
    /// The name by which rules refer to it.
    public let name: String
    /// `http` or `https`. May hold secrets: neither logged nor shown.
    public let url: String
    /// The key that bodies are signed with; `nil` for no signature.
    public let secret: [UInt8]?
    /// Additional headers, such as `Authorization`. Values may be secret.
    public let headers: [HTTPHeader]
    /// Certificate authorities in PEM to trust instead of the system's.
    public let caFile: String?
    /// `post`, or `put` for receivers that ask for it.
    public var method = HTTPRequest.Method.post
    /// The template for bodies.
    public var template = WebhookTemplate.json
    /// The webhook's own values for the template, such as `chat_id`.
    public var constants: [String: String] = [:]
    /// The most time for connecting, in ms.
    public var connectTimeoutMilliseconds = 5_000
    /// The most time for a whole try, in ms.
    public var totalTimeoutMilliseconds = 15_000
    /// The age in s beyond which an alert is not tried any more: a day unless set.
    public var expirySeconds = 86_400
    /// The most alerts that wait in memory only; one more drops the oldest. At least 1.
    public var queueLimit = 100
    /// Scheme, host and port: the part of the URL that may be shown.
    public let origin: HTTPOrigin

    /// - Parameter secret: at least one byte, when there is one.
    /// - Throws: `HTTPError.badURL` or `HTTPError.badHeader` when no request can be made of them.
    public init(
        name: String,
        url: String,
        secret: [UInt8]? = nil,
        headers: [HTTPHeader] = [],
        caFile: String? = nil
    ) throws(HTTPError) {
        self.origin = try HTTPRequest(.post, url, headers: headers).check()
        self.name = name
        self.url = url
        // With an empty secret anybody could make the signature.
        self.secret = secret.flatMap { $0.isEmpty ? nil : $0 }
        self.headers = headers
        self.caFile = caFile
    }

    /// The time from which an alert is too old to be delivered.
    public func expiry(of alert: Alert) -> Instant { alert.time.adding(seconds: Int64(expirySeconds)) }
}

extension Webhook {
    /// The request that tells of an alert, signed for this moment.
    ///
    /// - Throws: when the template's result cannot be sent.
    func request(for alert: Alert, at now: Instant, in context: DeliveryContext) throws(TemplateError)
        -> HTTPRequest
    {
        let body = try template.body(for: alert, in: context.locale, constants: constants)
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
        // A configured header replaces ours of the same name, except for those that authenticate the body.
        let own = Set(headers.map { $0.name.lowercased() })
        fields.removeAll { own.contains($0.name.lowercased()) && !$0.name.hasPrefix("X-Kilovakt-") }
        let extra = headers.filter { !$0.name.lowercased().hasPrefix("x-kilovakt-") }
        var request = HTTPRequest(method, url, headers: fields + extra, body: body)
        request.connectTimeoutMilliseconds = min(connectTimeoutMilliseconds, totalTimeoutMilliseconds)
        request.totalTimeoutMilliseconds = totalTimeoutMilliseconds
        request.caFile = caFile
        // The status tells whether the alert arrived, however long the page after it is.
        request.oversize = .isCutOff
        return request
    }
}

extension Webhook: CustomStringConvertible, CustomReflectable {
    /// `phone (https://ntfy.sh)`
    public var description: String { "\(name) (\(origin))" }

    /// Keeps the secrets out of `dump` and failed test expectations.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "origin": "\(origin)"]) }
}

/// HMAC-SHA256 (RFC 2104, FIPS 180-4) of a body and its time, which proves that the sender knows the secret.
enum Signature {
    /// - Returns: 32 bytes, as 64 lower-case hexadecimal digits.
    static func hmacSHA256Hex(key: [UInt8], message: [UInt8]) -> String {
        hex(Digest.hmacSHA256(key: key, message: message))
    }

    /// The header `X-Kilovakt-Signature`: `sha256=…` over `<unix seconds>.<body>`. The time is signed too, so that a recorded
    /// alert cannot be replayed later.
    static func header(secret: [UInt8], unixSeconds: Int64, body: [UInt8]) -> String {
        "sha256=" + hmacSHA256Hex(key: secret, message: Array("\(unixSeconds).".utf8) + body)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}
