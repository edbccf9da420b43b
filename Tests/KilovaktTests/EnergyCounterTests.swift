import Civil
import Ledger
import Meters
import Simulator
import TestSupport
import Testing

@testable import Daemon

/// The running counter as Home Assistant samples it for its energy dashboard: the last state before each full hour.
@Suite("The energy counter")
struct EnergyCounterTests {
    /// 2026-01-12T00:00:00Z.
    private static let start = utc("2026-01-12T00:00:00Z")
    private static let days = 7

    /// A model, and how far an hour's difference of the counter may be from the hour, in Wh. It is the meter that is coarse: Aidon
    /// and Kamstrup count 10 Wh at either end of the hour, Kaifa's list shows what its register has ten seconds after it (25 Wh
    /// at 9 kW), and Kamstrup shows power each ten seconds only.
    static let models: [(SimulatedModel, Int)] = [(.aidon, 25), (.kaifa, 55), (.kamstrup, 55)]

    @Test(
        "Its differences by the hour are the closed hours, and nothing adds up over a week",
        .ownThread,
        arguments: models
    )
    func hours(_ model: SimulatedModel, _ boundWh: Int) throws {
        let week = try Week(model, from: Self.start, days: Self.days)
        let deviations = week.closed.compactMap { hour -> Int? in
            guard hour.start > Self.start.adding(seconds: 3_600), let before = week.counter[hour.start],
                let after = week.counter[hour.end]
            else { return nil }
            return after - before - hour.importWh
        }
        #expect(deviations.count >= Self.days * 24 - 3)
        let worst = deviations.map(abs).max() ?? .max
        let mean = Double(deviations.map(abs).reduce(0, +)) / Double(max(1, deviations.count))
        print(
            "\(model): an hour of the counter is \(worst) Wh from the hour at the most, \(mean) Wh in the mean"
        )
        #expect(worst <= boundWh)
        #expect(mean <= 10)
        // What one hour has too much the next has too little.
        #expect(abs(deviations.reduce(0, +)) <= boundWh)
        #expect(week.falls == 0)
    }

    /// A home's week through the program's loop.
    private struct Week {
        var closed: [Hour] = []
        /// The last state before each full hour, in Wh.
        var counter: [Instant: Int] = [:]
        var falls = 0
        private var last: Int?

        init(_ model: SimulatedModel, from start: Instant, days: Int) throws {
            var meter = try SimulatedMeter(
                model: model,
                load: Household(seed: 3, calendar: .oslo),
                from: start,
                calendar: .oslo
            )
            let loop = MeterLoop(
                MeterDecoder(),
                times: CaptureTimes(local: .oslo),
                ledger: Ledger(settings: LedgerSettings(calendar: .oslo))
            )
            let end = start.adding(seconds: Int64(days) * 86_400 + 120)
            while case let message = meter.next(), message.time < end {
                for event in loop.read(message.bytes.span.bytes, at: message.time) { take(event) }
            }
        }

        private mutating func take(_ event: LedgerEvent) {
            switch event {
            case .closed(let hour): closed.append(hour)
            case .live(let live):
                guard let energyWh = live.energyImportWh else { return }
                if energyWh < last ?? 0 { falls += 1 }
                last = energyWh
                counter[live.time.hourStart.adding(seconds: 3_600)] = energyWh
            default: break
            }
        }
    }
}
