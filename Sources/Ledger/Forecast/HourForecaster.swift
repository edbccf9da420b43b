/// Forecasts the running hour: the present and what was learnt, together.
///
///     forecaster.pass(from: then, to: now, importW: 1_000)
///     forecaster.learn(calendar)
///     let forecast = forecaster.forecast(usedWh: 400, at: now, calendar: calendar)
public struct HourForecaster: Sendable, Codable, Equatable {
    /// Changes with every message; under a kilobyte.
    var recent = RecentMinutes()
    /// Changes once an hour; some fourteen kilobytes.
    var model = ForecastModel()

    public init() {}

    /// Books power that was held from one moment to another; `nil` where nothing was seen.
    public mutating func pass(from: Instant, to: Instant, importW: Int?) {
        recent.pass(from: from, to: to, importW: importW)
    }

    /// Learns from the last hour, once it is over.
    public mutating func learn(_ calendar: LocalCalendar) {
        model.learn(from: recent, calendar: calendar)
    }

    /// How the hour of `now` will end.
    ///
    /// - Parameters:
    ///   - usedWh: what it has used so far.
    ///   - fallbackW: what the rest is taken to draw when nothing was seen in the last hour.
    public func forecast(
        usedWh: Int,
        at now: Instant,
        calendar: LocalCalendar,
        fallbackW: Double? = nil
    ) -> Forecast {
        let end = now.hourStart.adding(milliseconds: Instant.hourMilliseconds)
        return Forecast(
            usedWh: usedWh,
            remainingSeconds: Int(end.milliseconds(since: now) / 1_000),
            rest: model.rest(of: recent, at: now, calendar: calendar, fallbackW: fallbackW)
        )
    }
}
