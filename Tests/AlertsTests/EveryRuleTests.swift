import Alerts
import Civil
import Testing

@Suite("What all rules have")
struct EveryRuleTests {
    @Test("It is raised after its hold time, and cleared when it is over", arguments: Trouble.all)
    func hold(_ trouble: Trouble) throws {
        var engine = try AlertEngine(trouble.kind, hold: 60)
        #expect(engine.story(trouble.calm(at: four.adding(seconds: -10))) == [])
        #expect(engine.story(trouble.lasts(true, from: 0, to: 120)) == ["raised +60"])
        #expect(engine.story(trouble.lasts(false, from: 130, to: 200)) == ["cleared +130"])
    }

    @Test("A hold time begins again when the trouble was away, or nobody looked", arguments: Trouble.all)
    func holdAnew(_ trouble: Trouble) throws {
        var engine = try AlertEngine(trouble.kind, hold: 60)
        _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
        let broken = trouble.lasts(true, from: 0, to: 40) + trouble.lasts(false, from: 50, to: 60)
        #expect(engine.story(broken + trouble.lasts(true, from: 70, to: 120)) == [])
        #expect(engine.story(trouble.lasts(true, from: 200, to: 270)) == ["raised +260"])
    }

    @Test("Usual hold times", arguments: Trouble.all)
    func usual(_ trouble: Trouble) throws {
        let usual: [String: Int] = [
            "power_above": 0, "phase_above": 60, "voltage_outside": 60, "meter_silent": 300,
            "hour_list_overdue": 0, "clock_drift": 600, "broker_away": 300, "disk_low": 0,
        ]
        var engine = try AlertEngine(trouble.kind)
        _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
        let expected = try #require(usual[trouble.kind.name])
        #expect(engine.story(trouble.lasts(true, from: 0, to: 900)) == ["raised +\(expected)"])
    }

    @Test("After a clear it is quiet for the cool-down, then raised at once", arguments: Trouble.all)
    func coolDown(_ trouble: Trouble) throws {
        var engine = try AlertEngine(trouble.kind, hold: 10, coolDown: 100)
        _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
        let first = trouble.lasts(true, from: 0, to: 50) + trouble.lasts(false, from: 60, to: 60)
        #expect(engine.story(first) == ["raised +10", "cleared +60"])
        #expect(engine.story(trouble.lasts(true, from: 70, to: 200)) == ["raised +160"])
    }

    @Test("In quiet hours nothing is said; what still is, is said at their end", arguments: Trouble.all)
    func quiet(_ trouble: Trouble) throws {
        var engine = try AlertEngine(trouble.kind, hold: 10, quiet: "16:10-16:20")
        _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
        #expect(engine.story(trouble.lasts(true, from: 600, to: 1_190)) == [])
        #expect(engine.story(trouble.lasts(true, from: 1_200, to: 1_300)) == ["raised +1200"])
    }

    @Test("What ends in quiet hours is cleared at their end, and what came and went is not told")
    func quietEnd() throws {
        for trouble in Trouble.all {
            var engine = try AlertEngine(trouble.kind, hold: 10, quiet: "16:10-16:20", coolDown: 0)
            _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
            #expect(engine.story(trouble.lasts(true, from: 500, to: 590)) == ["raised +510"])
            #expect(engine.story(trouble.lasts(false, from: 600, to: 700)) == [])
            #expect(engine.story(trouble.lasts(true, from: 710, to: 800)) == [])
            #expect(engine.story(trouble.lasts(false, from: 810, to: 1_300)) == ["cleared +1200"])
        }
    }

    @Test("A pause is like quiet hours, and can be taken back", arguments: Trouble.all, [true, false])
    func pause(_ trouble: Trouble, _ isTakenBack: Bool) throws {
        var engine = try AlertEngine(trouble.kind, hold: 10)
        _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
        engine.pause(until: four.adding(seconds: 600))
        #expect(engine.pausedUntil == four.adding(seconds: 600))
        #expect(engine.story(trouble.lasts(true, from: 0, to: 300)) == [])
        if isTakenBack { engine.pause(until: nil) }
        let raised = isTakenBack ? "raised +310" : "raised +600"
        #expect(engine.story(trouble.lasts(true, from: 310, to: 700)) == [raised])
    }

    @Test("A clock that goes back keeps no alert from its end or its next beginning", arguments: Trouble.all)
    func clockBack(_ trouble: Trouble) throws {
        var engine = try AlertEngine(trouble.kind, hold: 10, coolDown: 600)
        let earlier = four.adding(seconds: -10_800)
        _ = engine.story(trouble.calm(at: four.adding(seconds: -10)))
        #expect(engine.story(trouble.lasts(true, from: 0, to: 50)) == ["raised +10"])
        #expect(engine.story(trouble.lasts(true, from: 0, to: 50, since: earlier)) == [])
        // An hour that was looked at is not looked at again, so its trouble ends with the next list.
        let end = engine.story(trouble.lasts(false, from: 60, to: 90, since: earlier))
        #expect(end == ["cleared +-10740"])
        _ = engine.story(trouble.lasts(false, from: 100, to: 100))
        let again = engine.story(trouble.lasts(true, from: 700, to: 1_400))
        #expect(again == ["raised +710"])
    }

    @Test("Milliseconds out of order are no clock that went back")
    func jitter() throws {
        var engine = try AlertEngine(.meterSilent, hold: 5)
        let inputs = (0..<7).flatMap { second in
            [0, -800].map {
                AlertInput.tick(four.adding(milliseconds: Int64(second * 1_000 + $0)), AlertFacts())
            }
        }
        #expect(engine.story(inputs) == ["raised +5"])
    }

    @Test("Keys differ even when it is raised twice in the same millisecond")
    func keys() throws {
        var engine = try AlertEngine(.powerAbove(watts: 9_000), coolDown: 0)
        let inputs: [AlertInput] = [.draws(9_500, 0), .draws(0, 0), .draws(9_500, 0), .draws(0, 0)]
        let keys = inputs.flatMap { engine.consider($0) }.map(\.key)
        let start = "power_above/5706567202753025/2026-01-15T15:00:00"
        #expect(keys == ["\(start)Z", "\(start)Z", "\(start).001Z", "\(start).001Z"])
    }

    @Test("Rules about the home are no meter's, and the other way round")
    func scope() throws {
        let calendar = try #require(oslo)
        let rules = [
            try AlertRule(.powerAbove(watts: 1)), try AlertRule(.diskLow(), name: "power_above"),
        ]
        let names = [AlertScope.meter, .home].map { scope in
            var engine = AlertEngine(
                rules: rules,
                scope: scope,
                calendar: calendar,
                language: .en,
                meterName: "Hjemme"
            )
            let full = AlertInput.tick(10, AlertFacts(diskFreeBytes: 0))
            return [.draws(5, 0), full].flatMap { engine.consider($0) }.map { "\($0.key) \($0.meter)" }
        }
        #expect(
            names == [
                ["power_above/Hjemme/2026-01-15T15:00:00Z Hjemme"],
                ["power_above-2/home/2026-01-15T15:00:10Z home"],
            ]
        )
    }
}
