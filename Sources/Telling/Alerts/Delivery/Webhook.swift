public import Civil
public import HTTPClient
import Ledger

/// A web server that wants to hear of alerts.
public struct Webhook: Sendable {
    /// As rules name it.
    public let name: String
    /// `http` or `https`. May hold secrets: neither logged nor shown.
    public let url: String
    /// What bodies are signed with; `nil` for no signature.
    public let secret: [UInt8]?
    /// Sent besides ours, such as `Authorization`. Values may be secret.
    public let headers: [HTTPHeader]
    /// Certificate authorities in PEM to trust instead of the system's.
    public let caFile: String?
    /// `post`, or `put` for who wants that.
    public var method = HTTPRequest.Method.post
    /// What bodies are made of.
    public var template = WebhookTemplate.json
    /// What the template may put in besides the alert's own, such as `chat_id`.
    public var constants: [String: String] = [:]
    /// How long connecting may take, in ms.
    public var connectTimeoutMilliseconds = 5_000
    /// How long a whole try may take, in ms.
    public var totalTimeoutMilliseconds = 15_000
    /// How old an alert may be and still be tried, in s: a day unless set.
    public var expirySeconds = 86_400
    /// How many alerts may wait in memory alone; with one more the oldest goes. At least 1.
    public var queueLimit = 100
    /// Where it leads: all of the URL that may be shown.
    public let origin: HTTPOrigin

    /// - Parameter secret: at least one byte, when there is one.
    /// - Throws: `HTTPError.badURL` or `HTTPError.badHeader` when no request could be made of it.
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
        // An empty secret would be a signature that anybody can make.
        self.secret = secret.flatMap { $0.isEmpty ? nil : $0 }
        self.headers = headers
        self.caFile = caFile
    }

    /// When there is no use in telling of an alert any more.
    public func expiry(of alert: Alert) -> Instant { alert.time.adding(seconds: Int64(expirySeconds)) }
}

extension Webhook: CustomStringConvertible, CustomReflectable {
    /// `phone (https://ntfy.sh)`
    public var description: String { "\(name) (\(origin))" }

    /// Keeps the secrets out of `dump` and failed test expectations.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "origin": "\(origin)"]) }
}
