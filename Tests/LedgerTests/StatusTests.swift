import Civil
import Meters
import TestSupport
import Testing

@testable import Ledger

@Suite("The running hour")
struct StatusTests {
    /// Hours of earlier days of the month.
    private func earlier(_ values: [Int]) -> [Hour] {
        values.enumerated().map {
            Hour(
                start: utc("2026-01-0\($0.offset + 1)T12:00:00Z"),
                importWh: $0.element,
                exportWh: 0,
                quality: .measured
            )
        }
    }

    @Test("Constant power ends the hour at itself", arguments: [0, 400, 3_000, 9_999])
    func constant(watts: Int) throws {
        var play = Play()
        play.power(watts, from: utc("16:00:00"), to: utc("16:40:10"))
        let status = try #require(play.status)
        #expect(status.time == utc("16:40:00"))
        #expect(status.remainingSeconds == 1_200)
        #expect(abs(status.usedWh - watts * 2 / 3) <= 1)
        #expect(abs(status.expectedWh - watts) <= 1)
        // Nothing is known of the home yet: at the least 256 W more for a third of an hour.
        #expect(status.highWh >= watts + 85)
        #expect(status.lowWh == max(status.usedWh, status.lowWh))
        #expect(status.lowWh <= max(status.usedWh, status.expectedWh - 85))
    }

    @Test("Before anything is learnt, the last five minutes tell most of the rest")
    func fiveMinutes() throws {
        var play = Play()
        play.power(1_000, from: utc("16:00:00"), to: utc("16:30:00"))
        play.power(4_000, from: utc("16:30:00"), to: utc("16:31:00"))
        play.power(7_000, from: utc("16:31:00"), to: utc("16:35:10"))
        let status = try #require(play.status)
        // 500 Wh, 66.7 Wh in a minute, 466.7 Wh in four; the mean of the last five is 6400 W. The other guesses lie between
        // 1000 W, the least, and 7000 W, which holds now.
        #expect(status.usedWh == 1_033)
        let least = 1_033 + 25 * 5_000 / 60
        let most = 1_033 + 25 * 7_000 / 60
        #expect((least...most).contains(status.expectedWh))
    }

    @Test("Probability is 0 to 1, falls with the limit, and is 1 once the limit is used")
    func probability() {
        var random = SeededRandom(9)
        for _ in 0..<200 {
            var forecaster = HourForecaster()
            var now = utc("16:00:00")
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let next = now.adding(seconds: Int64.random(in: 1...60, using: &random))
                forecaster.pass(from: now, to: next, importW: Int.random(in: 0...15_000, using: &random))
                now = next
            }
            let used = Int.random(in: 0...8_000, using: &random)
            let forecast = forecaster.forecast(
                usedWh: used,
                at: now,
                calendar: .oslo,
                fallbackW: random.once(in: 2) ? 2_000 : nil
            )
            var last = 1.0
            for limit in stride(from: 0, through: 20_000, by: 250) {
                let probability = forecast.probability(ofReaching: limit)
                #expect((0...1).contains(probability))
                #expect(probability <= last)
                if limit <= used { #expect(probability == 1) }
                last = probability
            }
            #expect(forecast.lowWh >= Double(used))
            #expect(forecast.lowWh <= forecast.expectedWh && forecast.expectedWh <= forecast.highWh)
        }
    }

    @Test("The limit comes from the month's days, and the risk from the limit")
    func limit() throws {
        let settings = LedgerSettings.oslo(targetW: 5_000)
        var ledger = Ledger(settings: settings, hours: earlier([4_000, 3_000, 2_000]))
        var status: HourStatus?
        for second in stride(from: Int64(0), through: 1_800, by: 10) {
            let events = ledger.record(.power(16_000), at: utc("16:00:00").adding(seconds: second))
            for case .hour(let hour) in events { status = hour }
        }
        let end = try #require(status)
        #expect(end.limitWh == 8_000)
        #expect(end.usedWh == 8_000)
        #expect(end.stepRisk == 1)
        #expect(end.budgetW == 0)
        #expect(end.budgetWh == 0)
        #expect(!end.isFree)
    }

    @Test("A small fuse makes a small hour free")
    func free() throws {
        let settings = LedgerSettings.oslo(targetW: 5_000, maximumPowerW: 7_000)
        var ledger = Ledger(settings: settings, hours: earlier([4_000, 3_000]))
        let events = ledger.record(.power(7_000), at: utc("16:00:00"))
        let statuses = events.compactMap { event -> HourStatus? in
            guard case .hour(let status) = event else { return nil }
            return status
        }
        #expect(statuses.map(\.isFree) == [true])
        #expect(statuses.map(\.stepRisk) == [0])
        #expect(statuses.map(\.budgetW) == [7_000])
    }

    @Test("A new local day does not count yesterday as today")
    func midnight() throws {
        let settings = LedgerSettings.oslo(targetW: 5_000)
        var ledger = Ledger(settings: settings, hours: earlier([4_000, 3_000, 2_000]))
        var limits: [Int?] = []
        for time in ["2026-01-01T22:30:00Z", "2026-01-01T23:30:00Z"] {
            _ = ledger.record(.power(100), at: utc(time))
            limits.append(ledger.status(at: utc(time))?.limitWh)
        }
        // On the first the others are 3 and 2; on the second 4 and 2.
        #expect(limits == [15_000 - 5_000, 15_000 - 6_000])
    }

    @Test("Without a target last month's step is kept")
    func lastMonth() {
        let december = (1...3).map {
            Hour(start: utc("2025-12-0\($0)T12:00:00Z"), importWh: 12_000, exportWh: 0, quality: .measured)
        }
        var ledger = Ledger(settings: .oslo(), hours: december)
        _ = ledger.record(.power(100), at: utc("2026-01-01T12:00:00Z"))
        #expect(ledger.status(at: utc("2026-01-01T12:00:00Z"))?.limitWh == 15_000)
        var unknown = Ledger(settings: .oslo())
        _ = unknown.record(.power(100), at: utc("2026-01-01T12:00:00Z"))
        #expect(unknown.status(at: utc("2026-01-01T12:00:00Z"))?.limitWh == 10_000)
    }

    @Test("The first message of all is taken to hold to the hour's end")
    func firstMessage() {
        var play = Play()
        play.record(.power(3_000), at: utc("16:30:00"))
        #expect(play.status?.usedWh == 0)
        #expect(play.status?.expectedWh == 1_500)
        #expect(play.status?.quality == .gap)
    }

    @Test("Before the first reading there is no running hour")
    func nothing() {
        var ledger = Ledger(settings: .oslo())
        #expect(ledger.status(at: utc("16:00:00")) == nil)
        #expect(ledger.advance(to: utc("16:00:00")).isEmpty)
    }

    @Test("A register after an outage does not make a forecast of megawatts")
    func afterOutage() {
        var play = Play()
        play.record(.registers(1_000, clock: nil, power: 1_000), at: utc("16:05:00"))
        play.record(.registers(3_000, clock: nil), at: utc("16:50:00"))
        #expect((play.status?.expectedWh ?? 0) < 3_500)
    }
}
