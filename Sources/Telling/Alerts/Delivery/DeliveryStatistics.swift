/// How a webhook has done since the start.
public struct DeliveryStatistics: Sendable, Hashable {
    /// Alerts that the receiver took.
    public var delivered = 0
    /// Tries that failed and were or will be made again.
    public var retried = 0
    /// Alerts that the receiver refused for good.
    public var failed = 0
    /// Alerts that grew too old, or had to make room.
    public var dropped = 0
    /// Alerts that wait now, the one being tried among them.
    public var waiting = 0

    public init() {}
}
