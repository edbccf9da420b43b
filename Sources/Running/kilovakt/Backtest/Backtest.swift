import Civil
import Ledger
import Simulator

/// Lives through a load with a forecaster that begins knowing nothing, and keeps the score of what it says at four
/// minutes of each hour.
struct Backtest {
    private let calendar: LocalCalendar
    private var forecaster = HourForecaster()
    private var scores = Self.minutes.map(MinuteScore.init)
    private var hours = 0

    /// When in the hour the forecast is asked.
    static let minutes = [5, 15, 30, 45]
    /// The limits that it is asked for, in Wh.
    static let limitsWh = [2_000, 3_000, 4_000, 5_000]

    init(calendar: LocalCalendar) {
        self.calendar = calendar
    }

    mutating func live(through load: MinuteLoad) {
        var hour = HourSoFar(firstMinute: load.start)
        var now = load.start
        for watts in load.minutes {
            let next = now.adding(seconds: 60)
            forecaster.pass(from: now, to: next, importW: watts)
            forecaster.learn(calendar)
            if now.hourStart != hour.start { hour = HourSoFar(firstMinute: now) }
            hour.add(watts)
            now = next
            guard hour.isWhole else { continue }
            if let place = Self.minutes.firstIndex(of: hour.watts.count) {
                let forecast = forecaster.forecast(
                    usedWh: Int(hour.usedWh.rounded()),
                    at: now,
                    calendar: calendar
                )
                scores[place].ask(forecast, hour)
            }
            if hour.watts.count == 60 {
                for place in scores.indices { scores[place].close(truthWh: hour.usedWh) }
                hours += 1
            }
        }
    }

    /// `nil` when there was no whole hour.
    var report: BacktestReport? {
        hours > 0 ? BacktestReport(hours: hours, scores: scores) : nil
    }
}

/// The running hour as the file has it.
struct HourSoFar {
    let start: Instant
    /// Of its minutes, in order.
    private(set) var watts: [Double] = []
    /// False once a minute was left out, its first ones too.
    private(set) var isWhole: Bool

    init(firstMinute: Instant) {
        start = firstMinute.hourStart
        isWhole = firstMinute == start
    }

    mutating func add(_ power: Int?) {
        if let power { watts.append(Double(power)) } else { isWhole = false }
    }

    var usedWh: Double { watts.reduce(0, +) / 60 }
    var remainingHours: Double { Double(60 - watts.count) / 60 }
}
