/// One question to a web server.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// What becomes of an answer that is longer than wanted.
    public enum Oversize: Sendable, Hashable {
        /// `HTTPError.answerTooLarge`: half a price list is no price list.
        case isAnError
        /// The rest is not read, and the answer says so: the status is what matters.
        case isCutOff
    }

    public var method: Method
    /// Absolute, `http` or `https`. It may hold secrets (user, password, tokens): no error or log of this target
    /// shows more than its scheme, host and port.
    public var url: String
    /// Sent as they are, in this order.
    public var headers: [HTTPHeader]
    /// Not sent with `get`.
    public var body: [UInt8]
    /// How long finding the host, connecting and TLS may take together, in ms.
    public var connectTimeoutMilliseconds = 5_000
    /// How long everything may take, in ms.
    public var totalTimeoutMilliseconds = 15_000
    /// How much of the answer's body is taken, in bytes.
    public var maxAnswerBytes = 64 * 1_024
    public var oversize = Oversize.isAnError
    /// A file of certificate authorities in PEM to trust instead of the system's.
    public var caFile: String?
    /// Is told how it went, answer or none, before `send` returns; not when it was cancelled.
    public var trace: (@Sendable (HTTPTrace) -> Void)?

    public init(_ method: Method, _ url: String, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Whether the request could be sent at all, with nothing sent: for checking a configuration.
    ///
    /// - Throws: `HTTPError.badURL` or `HTTPError.badHeader`.
    /// - Returns: where it would go.
    @discardableResult
    public func check() throws(HTTPError) -> HTTPOrigin {
        if let bad = headers.first(where: { !$0.isSendable }) { throw .badHeader(name: bad.name) }
        return try HTTPOrigin(url: url)
    }
}
