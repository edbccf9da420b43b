import Alerts
import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

/// The examples of `docs/alerts.md` are what the rules say.
@Suite("docs/alerts.md")
struct AlertDocumentTests {
    private static let examples: [(kind: AlertRule.Kind, inputs: [AlertInput])] = [
        (
            .hourForecast(probability: 0.8),
            [
                .event(.risk(0.8125, 1_800, usedWh: 2_100)), .event(.risk(0.1, 3_602, usedWh: 3)),
                .event(.closed(four, importWh: 4_870)),
            ]
        ),
        (.powerAbove(watts: 9_000), [.draws(9_840, 0), .draws(7_249, 130)]),
        (
            .phaseAbove(fuse: MainFuse(amps: 32, isIT: false)),
            (0...6).map { .currents(14_200, 30_100, 9_800, $0 * 10) } + [
                .currents(14_200, 21_950, 9_800, 130)
            ]
        ),
        (
            .voltageOutside(),
            (0...6).map { .volts(2_296, 2_013, 2_301, $0 * 10) } + [.volts(2_296, 2_281, 2_301, 130)]
        ),
        (
            .dayAbove(wattHours: 60_000),
            [
                .day(60_432, at: four.adding(seconds: 18_000), in: .oslo),
                .day(63_180, at: four.adding(seconds: 28_740), in: .oslo),
                .day(4, at: four.adding(seconds: 28_805), in: .oslo),
            ]
        ),
        (.meterSilent, [.draws(500, 0)] + (1...301).map { .tick($0) } + [.draws(500, 760)]),
        (
            .hourListOverdue(),
            [
                .closed(0, .measured), .closed(1, .integrated), .closed(2, .integrated),
                .closed(3, .integrated),
                .tick(14_520), .closed(1, .split), .tick(18_010),
            ]
        ),
        (
            .clockDrift(),
            (0...61).map {
                .tick($0 * 10, AlertFacts(meterClockErrorMilliseconds: $0 > 60 ? 2_100 : -185_000))
            }
        ),
        (.brokerAway, (0...31).map { .tick($0 * 10, AlertFacts(isBrokerConnected: $0 > 30)) }),
        (
            .diskLow(),
            [180, 900].enumerated().map { index, free in
                .tick(Int64(index) * 10, AlertFacts(diskFreeBytes: free * 1_000_000, isHistoryFailing: false))
            }
        ),
    ]

    private func text() throws -> String {
        try String(contentsOf: Checkout.root.appending(path: "docs/alerts.md"), encoding: .utf8)
    }

    @Test("Each rule has an example in three languages, and it is what is said", arguments: examples.indices)
    func example(_ index: Int) throws {
        let (kind, inputs) = Self.examples[index]
        let rows = try Language.allCases.map { language in
            var engine = try AlertEngine(kind, language: language)
            let alerts = inputs.flatMap { engine.consider($0) }
            #expect(alerts.map(\.state) == [.raised, .cleared])
            let said = alerts.map { alert in
                "**\(alert.title)** \(alert.text)" + (alert.advice.map { " *\($0)*" } ?? "")
            }
            return "| \(language.rawValue) | \(said.joined(separator: " | ")) |"
        }
        let expected = rows.joined(separator: "\n")
        #expect(
            try text().contains(expected),
            "\n## \(kind.name)\n\n| | raised | cleared |\n|---|---|---|\n\(expected)"
        )
        #expect(try text().contains("## `\(kind.name)`"))
    }

    @Test("Each figure that a rule gives is named", arguments: examples.indices)
    func figures(_ index: Int) throws {
        let (kind, inputs) = Self.examples[index]
        var engine = try AlertEngine(kind)
        let common: Set = [
            "rule", "name", "state", "severity", "time", "meter", "meter_name", "key", "title", "text",
            "advice",
        ]
        for alert in inputs.flatMap({ engine.consider($0) }) {
            let object = try JSONSerialization.jsonObject(with: Data(alert.json())) as? [String: Any]
            for key in try #require(object).keys where !common.contains(key) {
                #expect(try text().contains("`\(key)`"), "\(kind.name): \(key)")
            }
        }
    }

    @Test("All rules have one")
    func all() {
        #expect(Self.examples.map(\.kind.name) == AlertRule.Kind.names)
    }
}
