/// Where the dashboard listens, and for whom.
public struct DashboardSettings: Sendable {
    public var listen: ListenAddress
    /// `nil` only on loopback: then every program and user of this machine may read.
    public var password: PasswordHash?
    /// Another way in, beside the password.
    public var token: AccessToken?
    /// Names that it is called by beside `localhost`, such as a reverse proxy's; they matter where there is no password.
    public var hosts: [String]

    public init(
        listen: ListenAddress,
        password: PasswordHash? = nil,
        token: AccessToken? = nil,
        hosts: [String] = []
    ) {
        self.listen = listen
        self.password = password
        self.token = token
        self.hosts = hosts
    }

    /// Whether others than this machine could read without showing anything: never to be started with.
    public var isOpenToOthers: Bool { !listen.isLoopback && password == nil }
}
