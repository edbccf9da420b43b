/// Reasons for having no answer. The texts name the scheme, host and port at most: the rest of a URL may be secret.
public enum HTTPError: Error, Sendable, Hashable {
    /// The address itself is not one to ask. Nothing was sent.
    case badURL(reason: String)
    /// A header's name or value holds characters that are not allowed there.
    case badHeader(name: String)
    case couldNotResolve(HTTPOrigin)
    case couldNotConnect(HTTPOrigin, reason: String)
    /// The connection could not be made secret, or the server is not who it should be.
    case tls(HTTPOrigin, reason: String)
    /// Not answered within the request's time.
    case timedOut(HTTPOrigin, afterMilliseconds: Int)
    case answerTooLarge(HTTPOrigin, limitBytes: Int)
    /// The task that asked was cancelled.
    case cancelled
    /// The server ended the connection without an answer, or sent something that is not one.
    case noAnswer(HTTPOrigin, reason: String)
    /// This machine could not ask, for want of memory for example.
    case thisMachine(HTTPOrigin, reason: String)
}

extension HTTPError: CustomStringConvertible {
    /// What, where and why: `could not connect to http://127.0.0.1:9: Connection refused`.
    public var description: String {
        switch self {
        case .badURL(let reason): "not a URL that can be used: \(reason)"
        case .badHeader(let name): "not a header that can be sent: \(name.debugDescription)"
        case .couldNotResolve(let origin): "could not find the host of \(origin)"
        case .couldNotConnect(let origin, let reason): "could not connect to \(origin): \(reason)"
        case .tls(let origin, let reason): "no secure connection to \(origin): \(reason)"
        case .timedOut(let origin, let milliseconds): "\(origin) did not answer within \(milliseconds) ms"
        case .answerTooLarge(let origin, let limit): "\(origin) answered with more than \(limit) bytes"
        case .cancelled: "cancelled"
        case .noAnswer(let origin, let reason): "no answer from \(origin): \(reason)"
        case .thisMachine(let origin, let reason): "could not ask \(origin): \(reason)"
        }
    }

    /// What a person can do about it, a sentence.
    public var advice: String {
        switch self {
        case .badURL: "Write it whole, as in https://example.org/hook."
        case .badHeader: "Use letters, digits and hyphens in its name, and no line breaks in its value."
        case .couldNotResolve:
            "Check the host's spelling, and that this machine has a network and a name server."
        case .couldNotConnect: "Check that the receiver is running, and the port and the firewall before it."
        case .tls:
            "Check the certificate and this machine's clock; a private authority needs its file configured."
        case .timedOut: "Check that the receiver answers at once and does its work afterwards."
        case .answerTooLarge: "Check that the address is right."
        case .cancelled: "Try again."
        case .noAnswer: "Check that the address is that of a web server, and see its log."
        case .thisMachine: "Check that this machine has memory left."
        }
    }

    /// No later try can be better: only what the request itself says, before anything was sent.
    public var isFinal: Bool {
        switch self {
        case .badURL, .badHeader: true
        case .couldNotResolve, .couldNotConnect, .tls, .timedOut, .answerTooLarge, .cancelled, .noAnswer,
            .thisMachine:
            false
        }
    }
}
