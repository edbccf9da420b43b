import Alerts
import Civil
import Foundation
import Ledger
import TestSupport
import Testing

@Suite("Alerts over a restart")
struct AlertStateTests {
    @Test("What was raised before is cleared after, under the same key", arguments: Trouble.all)
    func standing(_ trouble: Trouble) throws {
        let rules = [try AlertRule(trouble.kind, holdSeconds: 10, to: ["phone"])]
        var engine = try AlertEngine(rules)
        let before = trouble.calm(at: four.adding(seconds: -10)) + trouble.lasts(true, from: 0, to: 100)
        let raised = before.flatMap { engine.consider($0) }
        #expect(raised.map(\.state) == [.raised])
        #expect(engine.state.standing == raised.map(\.key))
        var restarted = try engine.restarted(rules)
        #expect(restarted.story(trouble.lasts(true, from: 7_200, to: 7_300)) == [])
        let cleared = trouble.lasts(false, from: 7_310, to: 7_400).flatMap { restarted.consider($0) }
        #expect(cleared.map(\.state) == [.cleared])
        #expect(cleared.map(\.key) == raised.map(\.key))
        #expect(restarted.state.standing == [])
    }

    @Test("An hour that was warned of is not warned of again, and ends with its own outcome")
    func hour() throws {
        let rules = [try AlertRule(.hourForecast(probability: 0.8))]
        var engine = try AlertEngine(rules)
        let raised = engine.consider(.risk(0.9, 600))
        var sameHour = try engine.restarted(rules)
        #expect(
            sameHour.story([LedgerEvent.risk(0.9, 900), .risk(0.1, 910), .risk(0.95, 920)]) == [
                "cleared +910"
            ]
        )
        var nextHour = try engine.restarted(rules)
        let events: [LedgerEvent] = [.risk(0.2, 3_650), .closed(four, importWh: 5_432)]
        let cleared = events.flatMap { nextHour.consider($0) }
        #expect(cleared.map(\.title) == ["The hour ended at 5.43 kWh"])
        #expect(cleared.map(\.key) == raised.map(\.key))
    }

    @Test("Hold times and cool-downs go on over a short restart, and a pause over any")
    func times() throws {
        let rules = [try AlertRule(.powerAbove(watts: 9_000), holdSeconds: 60, coolDownSeconds: 600)]
        var engine = try AlertEngine(rules)
        #expect(engine.story([LedgerEvent.power(9_500, 0), .power(9_500, 30)]) == [])
        engine = try engine.restarted(rules)
        #expect(
            engine.story([LedgerEvent.power(9_500, 60), .power(0, 70)]) == ["raised +60", "cleared +70"]
        )
        engine = try engine.restarted(rules)
        let again = (8...70).map { LedgerEvent.power(9_500, $0 * 10) }
        #expect(engine.story(again) == ["raised +670"])
        engine.pause(until: four.adding(seconds: 3_000))
        engine = try engine.restarted(rules)
        #expect(engine.pausedUntil == four.adding(seconds: 3_000))
        #expect(engine.story([LedgerEvent.power(0, 710), .power(0, 3_000)]) == ["cleared +3000"])
    }

    @Test("An alert whose rule is gone, or is of another kind now, is ended")
    func gone() throws {
        let rule = try AlertRule(.powerAbove(watts: 9_000), name: "Bil", to: ["phone"])
        var engine = try AlertEngine([rule])
        let raised = try #require(engine.consider(.power(9_500, 0)).first)
        let others = [try AlertRule(.meterSilent), try AlertRule(.meterSilent, name: "Bil")]
        for rules in [[], [others[0]], [others[1]]] {
            var changed = try engine.restarted(rules)
            let ended = changed.consider(.power(9_600, 10))
            #expect(ended.map(\.state) == [.cleared])
            #expect(ended.map(\.key) == [raised.key])
            #expect(ended.map(\.rule) == ["power_above"])
            #expect(ended.map(\.to) == [["phone"]])
            #expect(changed.consider(.power(9_600, 20)).isEmpty)
            #expect(changed.state.standing == [])
        }
    }

    @Test("A limit that was changed is the one that counts")
    func changed() throws {
        var engine = try AlertEngine([try AlertRule(.powerAbove(watts: 5_000))])
        let raised = engine.consider(.power(6_000, 0))
        var changed = try engine.restarted([try AlertRule(.powerAbove(watts: 9_000))])
        let cleared = changed.consider(.power(6_000, 10))
        #expect(cleared.map(\.key) == raised.map(\.key))
        #expect(cleared.map(\.title) == ["Power is below 9.0 kW again"])
    }

    @Test("What of a state cannot be understood is left out; an alert that stands is kept")
    func strange() throws {
        let text = """
            {"rules": {
              "power_above": {"kind": "power_above", "hold": 7, "episodes": ["x"], "condition": {"hour": {}},
                "raised": {"key": "power_above/1/2026-01-15T15:00:00Z", "severity": "warning", "ending": null}},
              "far": {"kind": "power_above", "lastClear": 9223372036854775807},
              "odd": [1, 2], "no": {"to": []}}, "pausedUntil": "tomorrow", "more": 1}
            """
        let state = try AlertEngine.State(json: Array(text.utf8))
        #expect(state.standing == ["power_above/1/2026-01-15T15:00:00Z"])
        let rules = [
            try AlertRule(.powerAbove(watts: 9_000)), try AlertRule(.powerAbove(watts: 1), name: "far"),
        ]
        var engine = try AlertEngine(rules, restoring: state)
        #expect(engine.pausedUntil == nil)
        #expect(engine.consider(.power(0, 0)).map(\.key) == state.standing)
        for text in ["", "[]", "null", "{", "{\"rules\": []}"] {
            #expect(throws: (any Error).self) { try AlertEngine.State(json: Array(text.utf8)) }
        }
    }

    @Test("Any byte changed in a state is refused or lived with")
    func damaged() throws {
        let rules =
            try Trouble.all.filter { $0.kind.scope == .meter }.map { try AlertRule($0.kind) }
            + [try AlertRule(.hourForecast(probability: 0.8), quiet: QuietHours(parsing: "15-17"))]
        var engine = try AlertEngine(rules)
        let inputs = Trouble.all.flatMap { $0.lasts(true, from: 0, to: 100) } + [.event(.risk(1, 600))]
        for input in inputs { _ = engine.consider(input) }
        let json = try engine.state.json()
        var random = SeededRandom(5)
        var restored = 0
        for _ in 0..<500 {
            var damaged = json
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: damaged.indices, using: &random)
                damaged[place] = Array("0123456789-e.,:{}[]\"anx".utf8).randomElement(using: &random) ?? 0
            }
            guard let state = try? AlertEngine.State(json: damaged) else { continue }
            restored += 1
            var engine = try AlertEngine(rules, restoring: state)
            let after = Trouble.all.flatMap { $0.lasts(false, from: 700, to: 710) }
            let hours: [LedgerEvent] = [
                .risk(1, 900), .closed(four, importWh: 9), .risk(0.1, 3_700), .risk(0, 9_000),
            ]
            for input in after + hours.map({ .event($0) }) { _ = engine.consider(input) }
        }
        #expect(restored > 25)
    }

    @Test("It stays small, however long it lives")
    func size() throws {
        let rules =
            try Trouble.all.map { try AlertRule($0.kind, coolDownSeconds: 0) }
            + [try AlertRule(.hourForecast(probability: 0.8)), try AlertRule(.dayAbove(wattHours: 1))]
        var engine = try AlertEngine(rules)
        for hour in 0..<500 {
            let start = four.adding(seconds: Int64(hour) * 3_600)
            for trouble in Trouble.all {
                for input in trouble.inputs(true, start) + trouble.inputs(false, start.adding(seconds: 900)) {
                    _ = engine.consider(input)
                }
            }
            _ = engine.consider(.risk(0.9, at: start.adding(seconds: 1_800)))
            _ = engine.consider(.day(5_000, at: start, in: .oslo))
        }
        #expect(try engine.state.json().count < 1_024 * rules.count)
    }
}
