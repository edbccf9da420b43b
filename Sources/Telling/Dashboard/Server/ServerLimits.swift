/// What bounds what clients may do to the server.
struct ServerLimits: Sendable {
    /// At once; more wait to be accepted. Of these, `DashboardStore` lets 16 listen.
    var connections = 64
    /// A connection on which no request has come whole for so long is closed.
    var idle: Duration = .seconds(20)
    /// So is one whose client does not take what it is sent for so long.
    var stalledWrite: Duration = .seconds(30)
    /// All of a request's headers, in bytes.
    var headerBytes = 16 * 1_024
    var headers = 100
    /// Between signs of life of a live stream.
    var heartbeat: Duration = .seconds(15)
    /// Before the port is tried again: the first time, and at the most.
    var retry: ClosedRange<Duration> = .seconds(1) ... .seconds(60)
}
