import Alerts
import Civil
import Ledger
import Testing

@Suite("Quiet hours")
struct QuietHoursTests {
    @Test(
        "A time of day is quiet or not",
        arguments: [
            ("22-07", "2026-01-15T20:59:59Z", false), ("22-07", "2026-01-15T21:00:00Z", true),
            ("22-07", "2026-01-16T05:59:59Z", true), ("22-07", "2026-01-16T06:00:00Z", false),
            ("22-07", "2026-07-15T19:59:59Z", false), ("22-07", "2026-07-15T20:00:00Z", true),
            ("12:30-13:15", "2026-01-15T11:29:59Z", false), ("12:30-13:15", "2026-01-15T11:30:00Z", true),
            ("12:30-13:15", "2026-01-15T12:15:00Z", false),
            ("20-24", "2026-01-15T22:59:59Z", true), ("20-24", "2026-01-15T23:00:00Z", false),
            // The clock goes from 02 to 03: 07 comes an hour earlier.
            ("22-07", "2026-03-29T04:59:59Z", true), ("22-07", "2026-03-29T05:00:00Z", false),
            // 02:30 does not come at all, and what is between 02 and 03 cannot be quiet.
            ("02-03", "2026-03-29T00:59:59Z", false), ("02-03", "2026-03-29T01:00:00Z", false),
            // The clock goes from 03 to 02: 07 comes an hour later, and 02 to 03 is quiet twice.
            ("22-07", "2026-10-25T05:59:59Z", true), ("22-07", "2026-10-25T06:00:00Z", false),
            ("02-03", "2026-10-25T00:30:00Z", true), ("02-03", "2026-10-25T01:30:00Z", true),
            ("02-03", "2026-10-25T02:00:00Z", false),
        ]
    )
    func contains(_ text: String, _ time: String, _ isQuiet: Bool) throws {
        let calendar = try #require(oslo)
        let local = calendar.dateTime(of: try Instant(utc: time))
        #expect(try QuietHours(parsing: text).contains(local) == isQuiet)
    }

    private func engine(_ kind: AlertRule.Kind, hold: Int = 0) throws -> AlertEngine {
        try AlertEngine(AlertRule(kind, holdSeconds: hold, quiet: QuietHours(parsing: "22-07")))
    }

    private func power(_ watts: Int, _ time: String) throws -> LedgerEvent {
        .power(watts, at: try Instant(utc: time))
    }

    @Test("What still holds at their end is raised then, and what ended is not", arguments: [true, false])
    func heldOver(_ stillHolds: Bool) throws {
        var engine = try engine(.powerAbove(watts: 9_000))
        #expect(engine.consider(try power(9_500, "2026-01-15T23:00:00Z")).isEmpty)
        #expect(engine.consider(try power(stillHolds ? 9_500 : 100, "2026-01-16T05:59:55Z")).isEmpty)
        let morning = engine.consider(try power(stillHolds ? 9_500 : 100, "2026-01-16T06:00:05Z"))
        #expect(morning.map(\.state) == (stillHolds ? [.raised] : []))
    }

    @Test("The hold time runs on through them")
    func hold() throws {
        var engine = try engine(.powerAbove(watts: 9_000), hold: 60)
        #expect(engine.consider(try power(9_500, "2026-01-16T05:59:10Z")).isEmpty)
        #expect(engine.consider(try power(9_500, "2026-01-16T06:00:10Z")).map(\.state) == [.raised])
    }

    @Test("The end of an alert from before waits for their end too")
    func clearWaits() throws {
        var engine = try engine(.powerAbove(watts: 9_000))
        #expect(engine.consider(try power(9_500, "2026-01-15T20:59:00Z")).map(\.state) == [.raised])
        #expect(engine.consider(try power(100, "2026-01-15T21:00:00Z")).isEmpty)
        #expect(engine.consider(try power(9_500, "2026-01-16T02:00:00Z")).isEmpty)
        #expect(engine.consider(try power(200, "2026-01-16T03:00:00Z")).isEmpty)
        let morning = engine.consider(try power(300, "2026-01-16T06:00:00Z"))
        #expect(morning.map(\.state) == [.cleared])
    }

    @Test("An hour that was warned of before them is cleared after them, with its own outcome")
    func hourOutcome() throws {
        var engine = try engine(.hourForecast(probability: 0.8))
        let evening = try Instant(utc: "2026-01-15T20:00:00Z")
        let raised = engine.consider(.risk(0.9, at: evening.adding(seconds: 1_800)))
        #expect(raised.map(\.state) == [.raised])
        let night: [LedgerEvent] = [
            .risk(0.9, at: evening.adding(seconds: 3_610)), .closed(evening, importWh: 5_321),
            .risk(0.9, at: evening.adding(seconds: 5_400)),
            .closed(evening.adding(seconds: 3_600), importWh: 7_000),
        ]
        #expect(night.flatMap { engine.consider($0) } == [])
        let morning = engine.consider(.risk(0.1, at: try Instant(utc: "2026-01-16T06:10:00Z")))
        #expect(morning.map(\.key) == raised.map(\.key))
        #expect(morning.map(\.title) == ["The hour ended at 5.32 kWh"])
    }

    @Test(
        "On the night the clock changes they end by the clock on the wall",
        arguments: [
            ("2026-03-29T04:59:50Z", "2026-03-29T05:00:00Z"),
            ("2026-10-25T05:59:50Z", "2026-10-25T06:00:00Z"),
        ]
    )
    func clockChange(_ last: String, _ first: String) throws {
        var engine = try engine(.powerAbove(watts: 9_000))
        #expect(engine.consider(try power(9_500, last)).isEmpty)
        #expect(engine.consider(try power(9_500, first)).map(\.state) == [.raised])
    }
}
