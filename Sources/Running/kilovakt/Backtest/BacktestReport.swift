/// What a backtest found, as `backtest --json` prints it. Energies in Wh, shares 0...1.
struct BacktestReport: Encodable {
    /// Whole hours: what every figure is a mean of.
    var hours: Int
    var minutes: [Minute]
    /// Of all minutes together.
    var limits: [Limit]

    /// One minute of the hour at which the forecast was asked.
    struct Minute: Encodable {
        var minute: Int
        /// Mean absolute errors.
        var error_wh: Double
        var simple_error_wh: [String: Double]
        /// The one with the least error.
        var best_simple: String
        /// How much less the error is than that of the best simple method.
        var less_error: Double
        /// The same over the first hours alone, each against the method that was best in them.
        var first: [First]
        var band: Band
        /// The band that a table of this forecast's own past errors gives, and of the best simple method's.
        var table_band: Band
        var simple_table_band: Band
        var limits: [LimitBrier]
    }

    struct First: Encodable {
        var hours: Int
        var error_wh: Double
        var less_error: Double
    }

    struct Band: Encodable {
        /// How many hours end within it.
        var held: Double
        var mean_width_wh: Double
    }

    /// Brier scores: the mean square of probability less truth.
    struct LimitBrier: Encodable {
        var limit_wh: Int
        var brier: Double
        /// Of a normal distribution around the five-minute mean, as wide as its past errors.
        var brier_normal: Double
        /// Of the share of earlier hours that reached the limit.
        var brier_climatology: Double
    }

    struct Limit: Encodable {
        var limit_wh: Int
        var reached: Double
        var brier: LimitBrier
        var reliability: [Bin]
    }

    /// What was said between two tenths: how often, on average, and how often it came true.
    struct Bin: Encodable {
        var from: Double
        var count: Int
        var said: Double?
        var reached: Double?
    }
}

extension BacktestReport {
    /// - Parameter scores: of the same hours each.
    init(hours: Int, scores: [MinuteScore]) {
        self.hours = hours
        minutes = scores.map(Minute.init)
        limits = Backtest.limitsWh.indices.map { place in Limit(scores.map { $0.limits[place] }) }
    }
}

extension BacktestReport.Minute {
    fileprivate init(_ score: MinuteScore) {
        let simple = SimpleMethod.allCases.map { ($0, score.simpleErrors[$0] ?? []) }
        let best = simple.min { mean($0.1) < mean($1.1) } ?? (.fiveMinuteMean, [])
        minute = score.minute
        error_wh = mean(score.errors)
        simple_error_wh = Dictionary(uniqueKeysWithValues: simple.map { ($0.0.rawValue, mean($0.1)) })
        best_simple = best.0.rawValue
        less_error = 1 - error_wh / mean(best.1)
        first = [24, 7 * 24, 30 * 24].filter { $0 < score.hours }.map { hours in
            let error = mean(score.errors.prefix(hours))
            let least = simple.map { mean($0.1.prefix(hours)) }.min() ?? 0
            return BacktestReport.First(hours: hours, error_wh: error, less_error: 1 - error / least)
        }
        band = BacktestReport.Band(score.band)
        table_band = BacktestReport.Band(score.tableBand)
        simple_table_band = BacktestReport.Band(score.simpleBands[best.0] ?? BandScore())
        limits = score.limits.map { BacktestReport.LimitBrier([$0]) }
    }
}

extension BacktestReport.Band {
    fileprivate init(_ score: BandScore) {
        held = score.heldShare
        mean_width_wh = score.meanWidthWh
    }
}

extension BacktestReport.LimitBrier {
    /// - Parameter scores: of one limit, at one or more minutes.
    fileprivate init(_ scores: [LimitScore]) {
        limit_wh = scores.first?.limitWh ?? 0
        brier = mean(scores.map(\.brier))
        brier_normal = mean(scores.map(\.normalBrier))
        brier_climatology = mean(scores.map(\.climateBrier))
    }
}

extension BacktestReport.Limit {
    fileprivate init(_ scores: [LimitScore]) {
        limit_wh = scores.first?.limitWh ?? 0
        let count = scores.reduce(0) { $0 + $1.count }
        reached = Double(scores.reduce(0) { $0 + $1.reached }) / Double(max(1, count))
        brier = BacktestReport.LimitBrier(scores)
        reliability = (0..<10).map { tenth in
            let bins = scores.map { $0.bins[tenth] }
            let count = bins.reduce(0) { $0 + $1.count }
            let isEmpty = count == 0
            return BacktestReport.Bin(
                from: Double(tenth) / 10,
                count: count,
                said: isEmpty ? nil : bins.reduce(0) { $0 + $1.said } / Double(count),
                reached: isEmpty ? nil : Double(bins.reduce(0) { $0 + $1.reached }) / Double(count)
            )
        }
    }
}

private func mean(_ values: some Collection<Double>) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
