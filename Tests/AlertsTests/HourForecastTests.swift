import Alerts
import Civil
import Ledger
import Testing

@Suite("The rule hour_forecast")
struct HourForecastTests {
    static let stories = [
        Story(
            "raises at the probability asked for, not below",
            [.risk(0.79, 600), .risk(0.8, 610), .risk(0.9, 620)],
            ["raised +610"]
        ),
        Story(
            "clears below half of that probability",
            [.risk(0.9, 600), .risk(0.4, 610), .risk(0.39, 620)],
            ["raised +600", "cleared +620"]
        ),
        Story(
            "does not flap around the probability",
            [.risk(0.81, 600), .risk(0.79, 610), .risk(0.81, 620), .risk(0.7, 630), .risk(0.85, 640)],
            ["raised +600"]
        ),
        Story(
            "warns once an hour, even when the risk comes back",
            [.risk(0.9, 600), .risk(0.1, 610), .risk(0.95, 620), .risk(1, 630, usedWh: 5_001)],
            ["raised +600", "cleared +610"]
        ),
        Story(
            "says nothing in the first five minutes, however probable",
            [.risk(0.9, 10), .risk(1, 299), .risk(0.9, 300)],
            ["raised +300"]
        ),
        Story(
            "raises in the first five minutes when the limit is passed already",
            [.risk(0.5, 60, usedWh: 5_000)],
            ["raised +60"]
        ),
        Story(
            "stays raised from the first minutes on",
            [.risk(1, 60, usedWh: 5_000), .risk(0.1, 70, usedWh: 5_010), .risk(1, 400, usedWh: 5_100)],
            ["raised +60"]
        ),
        Story(
            "says nothing of a free hour",
            [.risk(1, 600, isFree: true), .risk(1, 610, usedWh: 6_000, isFree: true)],
            []
        ),
        Story(
            "clears when the hour becomes free",
            [.risk(0.9, 600), .risk(0.9, 610, isFree: true)],
            ["raised +600", "cleared +610"]
        ),
        Story(
            "says nothing on the last step, which has no limit",
            [.risk(1, 600, usedWh: 9_000, limitWh: nil)],
            []
        ),
        Story(
            "clears when the hour is closed, and warns of the next one anew",
            [
                .risk(0.9, 600), .risk(0.9, 3_590), .risk(0.2, 3_602), .closed(four, importWh: 5_300),
                .risk(0.9, 4_000),
            ],
            ["raised +600", "cleared +3602", "raised +4000"]
        ),
        Story(
            "clears when the hour closes before anything is known of the next",
            [.risk(0.9, 3_590), .closed(four, importWh: 5_300), .risk(0.2, 3_602)],
            ["raised +3590", "cleared +3600"]
        ),
        Story(
            "waits two minutes for the hour's outcome and clears without it",
            [
                .risk(0.9, 600), .risk(0.2, 3_602), .risk(0.2, 3_719), .risk(0.2, 3_720),
                .closed(four, importWh: 5_300),
            ],
            ["raised +600", "cleared +3720"]
        ),
        Story(
            "clears the old hour before it raises the next",
            [.risk(0.9, 600), .risk(1, 3_602, usedWh: 5_000)],
            ["raised +600", "cleared +3602", "raised +3602"]
        ),
        Story(
            "takes no notice of another hour that closes",
            [.risk(0.9, 600), .closed(four.adding(seconds: -3_600), importWh: 1), .risk(0.9, 610)],
            ["raised +600"]
        ),
        Story(
            "clears after a silence over several hours",
            [.risk(0.9, 600), .risk(0.2, 4 * 3_600 + 10)],
            ["raised +600", "cleared +14410"]
        ),
    ]

    @Test("Raises and clears", arguments: stories)
    func story(_ story: Story) throws {
        var engine = try AlertEngine(AlertRule(.hourForecast(probability: 0.8)))
        #expect(engine.story(story.events) == story.alerts)
    }

    @Test("A hold time keeps a passing risk quiet, and begins again with each hour")
    func hold() throws {
        var engine = try AlertEngine(AlertRule(.hourForecast(probability: 0.8), holdSeconds: 30))
        let passing: [LedgerEvent] = [
            .risk(0.9, 600), .risk(0.9, 620), .risk(0.5, 625), .risk(0.9, 630), .risk(0.9, 655),
        ]
        #expect(engine.story(passing) == [])
        #expect(engine.story([.risk(0.9, 660)]) == ["raised +660"])
    }

    @Test("A raise and its clear carry one key, which names the hour and outlives a restart")
    func key() throws {
        let key = "hour_forecast/5706567202753025/2026-01-15T15:00:00Z"
        var engine = try AlertEngine(AlertRule(.hourForecast(probability: 0.8)))
        let alerts = [LedgerEvent.risk(0.9, 600), .risk(0.1, 610)].flatMap { engine.consider($0) }
        #expect(alerts.map(\.key) == [key, key])
        var restarted = try AlertEngine(AlertRule(.hourForecast(probability: 0.8)))
        #expect(restarted.consider(.risk(0.95, 700)).map(\.key) == [key])
    }

    @Test("It is critical once the limit is passed, a warning before")
    func severity() throws {
        var engine = try AlertEngine(AlertRule(.hourForecast(probability: 0.8)))
        #expect(engine.consider(.risk(0.9, 600)).map(\.severity) == [.warning])
        let next: [LedgerEvent] = [.risk(0, 3_720), .risk(1, 3_800, usedWh: 5_000), .risk(0, 7_320)]
        let alerts = next.flatMap { engine.consider($0) }
        #expect(alerts.map(\.severity) == [.warning, .critical, .critical])
    }

    @Test(
        "A risk that is no number raises nothing, and neither ends the program nor keeps its memory from the disk"
    )
    func noNumber() throws {
        for risk in [Double.nan, .infinity, -.infinity] {
            var engine = try AlertEngine(AlertRule(.hourForecast(probability: 0.8)))
            #expect(engine.story([.risk(risk, 1_800)]) == [])
            #expect(try AlertEngine.State(json: engine.state.json()) == engine.state)
            #expect(engine.story([.risk(risk, 1_810, usedWh: 5_000)]) == ["raised +1810"])
            #expect(try AlertEngine.State(json: engine.state.json()) == engine.state)
        }
    }
}
