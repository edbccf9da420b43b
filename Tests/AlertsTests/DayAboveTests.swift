import Alerts
import Civil
import TestSupport
import Testing

@Suite("The rule day_above")
struct DayAboveTests {
    private let calendar = LocalCalendar.oslo

    private func alerts(_ engine: inout AlertEngine, _ inputs: [(String, Int?)]) -> [String] {
        inputs.flatMap { time, wattHours in
            let now = utc(time)
            let input =
                wattHours.map { AlertInput.day($0, at: now, in: calendar) } ?? .tick(now, AlertFacts())
            return engine.consider(input).map { "\($0.state.rawValue) \($0.time)" }
        }
    }

    @Test("It is said once a day, and over when the day is")
    func day() throws {
        var engine = try AlertEngine(.dayAbove(wattHours: 50_000))
        let found = alerts(
            &engine,
            [
                ("2026-01-15T20:00:00Z", 50_000), ("2026-01-15T20:01:00Z", 50_001),
                ("2026-01-15T20:02:00Z", 50_300), ("2026-01-15T22:59:00Z", 55_678),
                ("2026-01-15T23:00:05Z", 3),
                ("2026-01-16T20:00:00Z", 50_500),
            ]
        )
        #expect(
            found == [
                "raised 2026-01-15T20:01:00Z", "cleared 2026-01-15T23:00:05Z", "raised 2026-01-16T20:00:00Z",
            ]
        )
    }

    @Test("An hour that gets a better value takes nothing back")
    func better() throws {
        var engine = try AlertEngine(.dayAbove(wattHours: 50_000))
        let inputs = [
            ("2026-01-15T20:01:00Z", 50_001), ("2026-01-15T20:02:00Z", 49_900),
            ("2026-01-15T20:03:00Z", 50_100),
        ]
        #expect(alerts(&engine, inputs) == ["raised 2026-01-15T20:01:00Z"])
    }

    @Test("The end is told two minutes after the day where the meter says nothing")
    func silent() throws {
        var engine = try AlertEngine(.dayAbove(wattHours: 50_000))
        let inputs = [
            ("2026-01-15T20:01:00Z", 50_001), ("2026-01-15T22:59:59Z", nil), ("2026-01-15T23:01:59Z", nil),
            ("2026-01-15T23:02:00Z", nil),
        ]
        #expect(
            alerts(&engine, inputs) == ["raised 2026-01-15T20:01:00Z", "cleared 2026-01-15T23:02:00Z"]
        )
    }

    @Test("In quiet hours over midnight the day that passed is told of no more")
    func quiet() throws {
        var engine = try AlertEngine(.dayAbove(wattHours: 50_000), quiet: "22-07")
        let inputs = [
            ("2026-01-15T22:00:00Z", 50_001), ("2026-01-15T23:00:05Z", 3), ("2026-01-16T06:00:00Z", 9_000),
        ]
        #expect(alerts(&engine, inputs) == [])
    }

    @Test("A day that was told of before quiet hours is ended after them, with its own total")
    func quietEnd() throws {
        var engine = try AlertEngine(.dayAbove(wattHours: 50_000), quiet: "22-07")
        #expect(alerts(&engine, [("2026-01-15T20:00:00Z", 50_001)]) == ["raised 2026-01-15T20:00:00Z"])
        #expect(alerts(&engine, [("2026-01-15T22:59:00Z", 55_640), ("2026-01-15T23:00:05Z", 3)]) == [])
        let ends = engine.consider(.tick(utc("2026-01-16T06:00:00Z"), AlertFacts()))
        #expect(ends.map(\.title) == ["The day ended at about 55.6 kWh"])
        #expect(ends.map(\.numbers.day) == ["2026-01-15"])
    }

    @Test(
        "A day is the local one, of 23, 24 or 25 hours",
        arguments: [
            ("2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z", "2026-03-28T23:00:00Z"),
            ("2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z", "2026-10-24T22:00:00Z"),
            ("2026-01-15T22:59:59Z", "2026-01-15T23:00:00Z", "2026-01-14T23:00:00Z"),
        ]
    )
    func summerTime(_ last: String, _ next: String, _ start: String) throws {
        var engine = try AlertEngine(.dayAbove(wattHours: 50_000))
        let raised = engine.consider(.day(51_000, at: utc(last), in: calendar))
        #expect(raised.map(\.key) == ["day_above/5706567202753025/\(start)"])
        #expect(engine.consider(.day(0, at: utc(next), in: calendar)).map(\.state) == [.cleared])
    }
}
