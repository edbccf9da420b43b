public import Civil

/// What the server has to know beside the meters' state, and what other parts of the daemon say when they are asked.
public struct DashboardSources: Sendable {
    /// Names days.
    public var calendar: LocalCalendar
    /// When the process began, by the host's clock.
    public var start: Instant
    /// More metrics, such as those of a port or a broker.
    public var metrics: @Sendable () async -> [MetricFamily]

    public init(
        calendar: LocalCalendar,
        start: Instant,
        metrics: @escaping @Sendable () async -> [MetricFamily] = { [] }
    ) {
        self.calendar = calendar
        self.start = start
        self.metrics = metrics
    }
}
