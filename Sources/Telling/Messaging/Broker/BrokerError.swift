/// Why there is no connection. All of these may pass: a broker restarts, a password is mended, a network comes back.
enum BrokerError: Error, Sendable, Equatable {
    /// libmosquitto does not take the settings: what it says.
    case settings(String)
    /// The host has no address, or nobody answers there, or TLS fails: what the system says.
    case unreachable(String)
    /// A certificate does not pass, here or there.
    case certificate(CertificateProblem)
    /// User and password are not the broker's, or are missing.
    case login(hasUser: Bool)
    /// The broker says no: why.
    case refused(String)
    /// Connected, but no answer to our greeting.
    case silent
    /// It answered once, and then the connection ended.
    case lost(String)
    /// It takes nothing in: more messages than this wait on the socket.
    case congested(Int)
}

extension BrokerError: CustomStringConvertible {
    var description: String {
        switch self {
        case .settings(let why): "the settings are not possible: \(why); check topics and certificate files"
        case .unreachable(let why): "cannot be reached: \(why); check that it runs, its address and its port"
        case .certificate(let problem): "no connection: \(problem)"
        case .login(hasUser: true):
            "refuses: user or password are wrong, or this user may not connect; check mqtt.user and mqtt.password"
        case .login(hasUser: false):
            "refuses: it wants a user and a password; set mqtt.user and mqtt.password"
        case .refused(let why): "refuses: \(why)"
        case .silent: "does not answer; is it an MQTT broker?"
        case .lost(let why): "connection lost: \(why)"
        case .congested(let count): "takes nothing in: \(count) messages wait"
        }
    }
}
