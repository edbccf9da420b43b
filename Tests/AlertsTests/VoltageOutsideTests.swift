import Alerts
import Civil
import Meters
import Testing

/// Voltages in these stories are tenths of a volt.
@Suite("The rule voltage_outside")
struct VoltageOutsideTests {
    static let stories = [
        InputStory(
            "the bounds themselves are right",
            [.volts(2_070, 2_530, 2_300, 0)],
            []
        ),
        InputStory("one phase is too low", [.volts(2_300, 2_069, 2_300, 0)], ["raised +0"]),
        InputStory("one phase is too high", [.volts(2_300, 2_300, 2_531, 0)], ["raised +0"]),
        InputStory(
            "clears a volt within the bounds, not before",
            [
                .volts(2_060, 2_300, 2_300, 0), .volts(2_079, 2_300, 2_300, 10),
                .volts(2_080, 2_300, 2_300, 20),
            ],
            ["raised +0", "cleared +20"]
        ),
        InputStory(
            "a phase that never had voltage is not connected",
            [.volts(2_300, 0, 0, 0), .volts(2_300, 0, nil, 10)],
            []
        ),
        InputStory(
            "a phase that had some and has none is gone",
            [.volts(2_300, 2_300, 2_300, 0), .volts(2_300, 0, 2_300, 10)],
            ["raised +10"]
        ),
        InputStory(
            "a message without voltages says nothing",
            [.volts(2_600, 2_300, 2_300, 0), .draws(500, 10)],
            ["raised +0"]
        ),
        InputStory(
            "a meter that leaves a phase out",
            [.volts(2_300, nil, 2_000, 0), .volts(2_300, nil, 2_300, 10)],
            ["raised +0", "cleared +10"]
        ),
    ]

    @Test("Raises and clears", arguments: stories)
    func story(_ story: InputStory) throws {
        var engine = try AlertEngine(.voltageOutside(), hold: 0)
        #expect(engine.story(story.inputs) == story.alerts)
    }

    @Test(
        "The worst phase is told, and how bad it is",
        arguments: [
            (2_050, Alert.Severity.warning, "The voltage on L2 is too low"),
            (2_560, .warning, "The voltage on L2 is too high"),
            (1_900, .critical, "The voltage on L2 is too low"),
            (2_700, .critical, "The voltage on L2 is too high"),
            (12, .critical, "Phase L2 has no voltage"),
        ]
    )
    func severity(_ voltage: Int, _ severity: Alert.Severity, _ title: String) throws {
        var engine = try AlertEngine(.voltageOutside(), hold: 0)
        _ = engine.consider(.volts(2_300, 2_300, 2_300, 0))
        let alert = try #require(engine.consider(.volts(2_060, voltage, 2_300, 10)).first)
        #expect(alert.severity == severity)
        #expect(alert.title == title)
        #expect(alert.numbers.phase == "L2")
    }

    @Test("Whatever a meter sends, it is a number", arguments: [Int(Int32.max), -1])
    func extremes(_ value: Int) throws {
        var engine = try AlertEngine(.voltageOutside(), hold: 0)
        _ = engine.consider(.volts(2_300, 2_300, 2_300, 0))
        let wild = PhaseValues(l1: value, l2: value, l3: nil)
        #expect(engine.consider(.phases(at: four.adding(seconds: 10), mV: wild)).count == 1)
    }
}
