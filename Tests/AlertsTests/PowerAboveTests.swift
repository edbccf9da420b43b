import Alerts
import Civil
import Ledger
import Testing

@Suite("The rule power_above")
struct PowerAboveTests {
    static let stories = [
        Story(
            "raises when power was above the limit for the hold time",
            [.power(9_500, 0), .power(9_500, 30), .power(9_500, 59), .power(9_500, 60), .power(9_500, 70)],
            ["raised +60"]
        ),
        Story(
            "is not above at the limit itself",
            [.power(9_000, 0), .power(9_000, 60), .power(9_000, 120)],
            []
        ),
        Story(
            "begins anew when power falls meanwhile",
            [.power(9_500, 0), .power(8_900, 30), .power(9_500, 40), .power(9_500, 70), .power(9_500, 100)],
            ["raised +100"]
        ),
        Story(
            "begins anew after more than a minute without a message",
            [.power(9_500, 0), .power(9_500, 61), .power(9_500, 91), .power(9_500, 121)],
            ["raised +121"]
        ),
        Story(
            "goes on over a minute without a message",
            [.power(9_500, 0), .power(9_500, 60)],
            ["raised +60"]
        ),
        Story(
            "takes a message without power for no message",
            [.power(9_500, 0), .power(nil, 30), .power(9_500, 60)],
            ["raised +60"]
        ),
        Story(
            "clears below 95 % of the limit, not between",
            [.power(9_500, 0), .power(9_500, 60), .power(8_550, 70), .power(8_549, 80)],
            ["raised +60", "cleared +80"]
        ),
        Story(
            "does not flap around the limit",
            [.power(9_500, 0), .power(9_500, 60), .power(8_900, 70), .power(9_100, 80), .power(8_800, 90)],
            ["raised +60"]
        ),
        Story(
            "is not raised for five minutes after a clear, and then at once when it still holds",
            [.power(9_500, 0), .power(9_500, 60), .power(1_000, 70)]
                + (8...40).map { .power(9_500, $0 * 10) },
            ["raised +60", "cleared +70", "raised +370"]
        ),
        Story(
            "stays raised over a silence",
            [.power(9_500, 0), .power(9_500, 60), .power(9_500, 600), .power(100, 610)],
            ["raised +60", "cleared +610"]
        ),
    ]

    @Test("Raises and clears", arguments: stories)
    func story(_ story: Story) throws {
        var engine = try AlertEngine(AlertRule(.powerAbove(watts: 9_000), holdSeconds: 60))
        #expect(engine.story(story.events) == story.alerts)
    }

    @Test("Without a hold time the first message raises it; hysteresis and cool-down can be set")
    func settings() throws {
        let kind = AlertRule.Kind.powerAbove(watts: 9_000, hysteresisW: 2_000)
        var engine = try AlertEngine(AlertRule(kind, coolDownSeconds: 0))
        let events: [LedgerEvent] = [
            .power(9_001, 0), .power(7_000, 10), .power(6_999, 20), .power(9_001, 30),
        ]
        #expect(engine.story(events) == ["raised +0", "cleared +20", "raised +30"])
    }

    @Test("Each raise has a key of its own, which its clear shares")
    func keys() throws {
        var engine = try AlertEngine(
            AlertRule(.powerAbove(watts: 9_000), name: "Bil på hytta", coolDownSeconds: 0)
        )
        let events: [LedgerEvent] = [.power(9_500, 0), .power(0, 10), .power(9_500, 20), .power(0, 30)]
        let keys = events.flatMap { engine.consider($0) }.map(\.key)
        let name = "Bil%20p%C3%A5%20hytta/5706567202753025"
        #expect(keys[0] == "\(name)/2026-01-15T15:00:00Z")
        #expect(keys == [keys[0], keys[0], "\(name)/2026-01-15T15:00:20Z", "\(name)/2026-01-15T15:00:20Z"])
    }

    @Test("Rules do not disturb each other, and equal names are told apart")
    func severalRules() throws {
        var engine = try AlertEngine(
            AlertRule(.powerAbove(watts: 9_000), to: ["phone"]),
            AlertRule(.powerAbove(watts: 5_000), to: ["lamp"])
        )
        let alerts = [LedgerEvent.power(6_000, 0), .power(9_500, 10)].flatMap { engine.consider($0) }
        #expect(alerts.map(\.name) == ["power_above-2", "power_above"])
        #expect(alerts.map(\.rule) == ["power_above", "power_above"])
        #expect(alerts.map(\.to) == [["lamp"], ["phone"]])
    }

    @Test("Until the meter has said its id, its name stands in")
    func nameOfMeter() throws {
        let calendar = try #require(oslo)
        let rule = try AlertRule(.powerAbove(watts: 1))
        var engine = AlertEngine(
            rules: [rule],
            calendar: calendar,
            language: .en,
            meterName: "Hjemme"
        )
        let alert = try #require(engine.consider(.power(2, 0)).first)
        #expect(alert.meter == "Hjemme")
        #expect(alert.key == "power_above/Hjemme/2026-01-15T15:00:00Z")
    }
}
