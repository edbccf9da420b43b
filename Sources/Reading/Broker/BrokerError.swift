/// Reasons for having no connection. Every one of them may pass, and is tried again: a broker restarts, a password is
/// mended, a network comes back.
public enum BrokerError: Error, Sendable, Hashable {
    /// libmosquitto does not accept the settings; in its words.
    case settings(String)
    /// The host has no address, or nobody answers there, or TLS fails; in the system's words.
    case unreachable(String)
    /// A certificate is not accepted, the broker's or ours.
    case certificate(CertificateProblem)
    /// User and password are not the broker's, or are missing.
    case login(hasUser: Bool)
    /// The broker does not accept this client, for a reason that is not its login.
    case refused(Refusal)
    /// Connected, but no answer to the greeting.
    case silent
    /// The broker answered once, and then the connection ended.
    case lost(String)
    /// The broker does not read: more messages than this wait on the socket.
    case congested(Int)

    /// Refusals of a client, by the code of the broker's answer (MQTT 3.1.1, 3.2.2.3).
    public enum Refusal: Sendable, Hashable {
        case version
        case clientID
        case unavailable
        /// A code that the protocol does not know.
        case code(Int32)
    }

    /// - Parameters:
    ///   - code: of the broker's answer, not 0.
    ///   - hasUser: a user was named.
    init(connectCode code: Int32, hasUser: Bool) {
        switch code {
        case 1: self = .refused(.version)
        case 2: self = .refused(.clientID)
        case 3: self = .refused(.unavailable)
        case 4, 5: self = .login(hasUser: hasUser)
        default: self = .refused(.code(code))
        }
    }
}

extension BrokerError {
    /// The reason and what to do, to be read behind the broker's place.
    ///
    /// - Parameter keys: the configuration's names for what has to be changed.
    package func text(naming keys: BrokerKeys) -> String {
        switch self {
        case .settings(let why): "the settings are not possible: \(why); check topics and certificate files"
        case .unreachable(let why):
            "cannot be reached: \(why); check that it runs, and its address and port in \(keys.address)"
        case .certificate(let problem): "no connection: \(problem.text(naming: keys))"
        case .login(hasUser: true):
            "refuses: user or password are wrong, or this user may not connect; check \(keys.user) and \(keys.password)"
        case .login(hasUser: false):
            "refuses: it wants a user and a password; set \(keys.user) and \(keys.password)"
        case .refused(let refusal): "refuses: \(refusal)"
        case .silent: "does not answer; is it an MQTT broker?"
        case .lost(let why): "connection lost: \(why)"
        case .congested(let count): "does not read: \(count) messages wait for it"
        }
    }
}

extension BrokerError.Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .version: "it does not speak MQTT 3.1.1; update the broker"
        case .clientID: "it does not accept this client's name; set another mqtt.client_id"
        case .unavailable: "it is not available at the moment; see the broker's log"
        case .code(let code): "its answer has the unknown code \(code); see the broker's log"
        }
    }
}
