public import Civil

/// Forecasts the running hour: the present and what was learnt, together.
///
///     forecaster.pass(from: then, to: now, importW: 1_000)
///     forecaster.learn(calendar)
///     let forecast = forecaster.forecast(usedWh: 400, at: now, calendar: calendar)
public struct HourForecaster: Sendable {
    /// Changes with every message; under half a kilobyte.
    private(set) var recent: RecentMinutes
    /// Changes once an hour; under sixteen kilobytes.
    private(set) var model: ForecastModel
    private var prepared: Prepared?

    /// One that knows nothing yet.
    public init() {
        self.init(recent: RecentMinutes(), model: ForecastModel())
    }

    init(recent: RecentMinutes, model: ForecastModel) {
        self.recent = recent
        self.model = model
    }

    /// Books power that was held from one moment to another; `nil` where nothing was seen.
    public mutating func pass(from: Instant, to: Instant, importW: Int?) {
        recent.pass(from: from, to: to, importW: importW)
    }

    /// Forgets the present, because the clock was set back, and keeps what was learnt.
    mutating func forgetPresent() {
        recent = RecentMinutes()
        prepared = nil
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
            rest: rest(basis(at: now), calendar)
                ?? model.blindRest(at: now, calendar: calendar, fallbackW: fallbackW)
        )
    }

    // MARK: - Once a minute

    /// All that the rest's power depends on, beside the minutes that are over: the same from message to message, until a
    /// minute is over or power changes. Asked again for the same, the answer is at hand.
    private struct Basis: Equatable {
        var minute: Int64
        var running: Int64?
        /// In steps of 20 W.
        var runningW: Float?
        var learned: Instant?
    }

    private struct Prepared {
        var basis: Basis
        var rest: RestPower?
    }

    private func basis(at now: Instant) -> Basis {
        let minute = floorDivide(now.unixMilliseconds, 60_000)
        let isRunning = recent.running == minute
        return Basis(
            minute: minute,
            running: recent.running,
            runningW: isRunning ? recent.settledRunningW.map { ($0 / 20).rounded() * 20 } : nil,
            learned: model.learned
        )
    }

    private func rest(_ basis: Basis, _ calendar: LocalCalendar) -> RestPower? {
        if let prepared, prepared.basis == basis { return prepared.rest }
        return model.rest(of: recent, at: basis.minute, runningW: basis.runningW, calendar: calendar)
    }

    /// Has the answer at hand for whoever asks between now and the next minute. It changes nothing about what is said.
    mutating func prepare(at now: Instant, calendar: LocalCalendar) {
        let basis = basis(at: now)
        if prepared?.basis == basis { return }
        prepared = Prepared(basis: basis, rest: rest(basis, calendar))
    }
}

extension HourForecaster: Equatable {
    public static func == (a: HourForecaster, b: HourForecaster) -> Bool {
        a.recent == b.recent && a.model == b.model
    }
}

extension HourForecaster: Codable {
    private enum CodingKeys: CodingKey {
        case recent
        case model
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            recent: try container.decode(RecentMinutes.self, forKey: .recent),
            model: try container.decode(ForecastModel.self, forKey: .model)
        )
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(recent, forKey: .recent)
        try container.encode(model, forKey: .model)
    }
}
