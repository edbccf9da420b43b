import Civil
import Ledger

/// How good everything is that was said at one minute of the hour.
struct MinuteScore {
    let minute: Int
    private(set) var hours = 0
    /// Errors in Wh, hour by hour, and those of the simple methods beside them.
    private(set) var errors: [Double] = []
    private(set) var simpleErrors: [SimpleMethod: [Double]] = [:]
    private(set) var band = BandScore()
    /// Of a table of this forecast's past errors, and of each simple method's.
    private(set) var tableBand = BandScore()
    private(set) var simpleBands: [SimpleMethod: BandScore] = [:]
    private(set) var limits: [LimitScore]

    private var pastErrors = PastErrors()
    private var simplePast: [SimpleMethod: PastErrors] = [:]
    private var asked: Asked?

    /// What was said of the running hour, kept until it is over.
    private struct Asked {
        var forecast: Forecast
        var usedWh: Double
        var simpleWh: [SimpleMethod: Double]
    }

    init(minute: Int) {
        self.minute = minute
        limits = Backtest.limitsWh.map(LimitScore.init)
    }

    mutating func ask(_ forecast: Forecast, _ hour: HourSoFar) {
        asked = Asked(
            forecast: forecast,
            usedWh: hour.usedWh,
            simpleWh: Dictionary(
                uniqueKeysWithValues: SimpleMethod.allCases.map { ($0, $0.expectedWh(hour)) }
            )
        )
    }

    mutating func close(truthWh: Double) {
        guard let asked else { return }
        self.asked = nil
        hours += 1
        closeLimits(asked, truthWh)
        let forecast = asked.forecast
        let error = truthWh - forecast.expectedWh
        errors.append(abs(error))
        band.add(forecast.lowWh...forecast.highWh, truthWh)
        tableBand.add(pastErrors.band(aroundWh: forecast.expectedWh, usedWh: asked.usedWh), truthWh)
        pastErrors.add(error)
        for (method, expectedWh) in asked.simpleWh {
            let past = simplePast[method] ?? PastErrors()
            simpleBands[method, default: BandScore()]
                .add(past.band(aroundWh: expectedWh, usedWh: asked.usedWh), truthWh)
            simpleErrors[method, default: []].append(abs(truthWh - expectedWh))
            simplePast[method, default: PastErrors()].add(truthWh - expectedWh)
        }
    }

    private mutating func closeLimits(_ asked: Asked, _ truthWh: Double) {
        let mean = asked.simpleWh[.fiveMinuteMean] ?? asked.usedWh
        let past = simplePast[.fiveMinuteMean] ?? PastErrors()
        for place in limits.indices {
            let limitWh = limits[place].limitWh
            limits[place].add(
                forecast: asked.forecast.probability(ofReaching: limitWh),
                normal: past.normalProbability(
                    aroundWh: mean,
                    usedWh: asked.usedWh,
                    limitWh: Double(limitWh)
                ),
                isReached: truthWh >= Double(limitWh)
            )
        }
    }
}

/// How often a band held, and how wide it was.
struct BandScore {
    private var count = 0
    private var held = 0
    private var width = 0.0

    mutating func add(_ band: ClosedRange<Double>, _ truthWh: Double) {
        count += 1
        // The truth is exact and what is used comes in whole Wh.
        if truthWh >= band.lowerBound - 0.5 && truthWh <= band.upperBound + 0.5 { held += 1 }
        width += band.upperBound - band.lowerBound
    }

    var heldShare: Double { Double(held) / Double(max(1, count)) }
    var meanWidthWh: Double { width / Double(max(1, count)) }
}

/// How good the probability of reaching a limit is.
struct LimitScore {
    let limitWh: Int
    private(set) var count = 0
    private(set) var reached = 0
    private var forecastSquares = 0.0
    private var normalSquares = 0.0
    private var climateSquares = 0.0
    private(set) var bins = Array(repeating: Bin(), count: 10)

    /// What was said between two tenths, and what came of it.
    struct Bin {
        var count = 0
        var said = 0.0
        var reached = 0
    }

    init(limitWh: Int) {
        self.limitWh = limitWh
    }

    /// - Parameters:
    ///   - forecast: the probability that the forecast said.
    ///   - normal: the one of a normal distribution around the five-minute mean.
    mutating func add(forecast: Double, normal: Double, isReached: Bool) {
        let truth = isReached ? 1.0 : 0
        // Of all hours before, how many reached it: known without looking at this one.
        let climate = count > 0 ? Double(reached) / Double(count) : 0.5
        forecastSquares += (forecast - truth) * (forecast - truth)
        normalSquares += (normal - truth) * (normal - truth)
        climateSquares += (climate - truth) * (climate - truth)
        count += 1
        if isReached { reached += 1 }
        let bin = min(9, max(0, Int(forecast * 10)))
        bins[bin].count += 1
        bins[bin].said += forecast
        if isReached { bins[bin].reached += 1 }
    }

    var brier: Double { forecastSquares / Double(max(1, count)) }
    var normalBrier: Double { normalSquares / Double(max(1, count)) }
    var climateBrier: Double { climateSquares / Double(max(1, count)) }
}
