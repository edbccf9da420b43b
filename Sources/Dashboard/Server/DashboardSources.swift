public import LocalTime

/// What other parts of the daemon have to say when they are asked.
public struct DashboardSources: Sendable {
    /// When the process began, by the host's clock.
    public var start: Instant
    /// More metrics, such as those of a port or a broker.
    public var metrics: @Sendable () async -> [MetricFamily]

    public init(start: Instant, metrics: @escaping @Sendable () async -> [MetricFamily] = { [] }) {
        self.start = start
        self.metrics = metrics
    }
}
