/// A request to send.
public struct HTTPRequest: Sendable {
    public var method: String
    /// `http://` or `https://`.
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Until the connection stands, and until all of the answer is there, in ms.
    public var connectMilliseconds = 5_000
    public var totalMilliseconds = 15_000
    /// A longer answer is not read.
    public var longestAnswer = 65_536
    /// PEM file of the authority to trust; `nil` takes the system's.
    public var authorityFile: String?

    public init(
        method: String,
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What the server answered, whatever it was.
public struct HTTPAnswer: Sendable {
    public var status: Int
    public var body: [UInt8]
    /// The header Retry-After in seconds, where the server gives it so.
    public var retryAfterSeconds: Int?
}

/// Why there was no answer.
public enum HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    case badURL
    case unknownHost
    case notConnected(String)
    case tls(String)
    case timedOut
    case answerTooLong
    case cancelled
    case other(String)

    /// Never with the URL: a token may be in it.
    public var description: String {
        switch self {
        case .badURL: "not an address; expected http://… or https://…"
        case .unknownHost: "host not found; check the name, and that this machine reaches a name server"
        case .notConnected(let words): "no connection: \(words)"
        case .tls(let words): "the server's certificate or encryption is not accepted: \(words)"
        case .timedOut: "no answer in time"
        case .answerTooLong: "the answer is too long; is this the right address?"
        case .cancelled: "stopped before an answer came"
        case .other(let words): words
        }
    }
}
