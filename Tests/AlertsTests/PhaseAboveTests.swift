import Alerts
import Civil
import Foundation
import Ledger
import Testing

@Suite("The rule phase_above")
struct PhaseAboveTests {
    /// Of 32 A: warned of above 28.8 A, taken back below 27.36 A.
    static let stories = [
        InputStory("any phase counts", [.currents(1_000, 2_000, 28_801, 0)], ["raised +0"]),
        InputStory("it is not above at the limit itself", [.currents(28_800, 0, 0, 0)], []),
        InputStory(
            "clears 5 % of it lower, not between",
            [.currents(29_000, 0, 0, 0), .currents(27_360, 0, 0, 10), .currents(27_359, 0, 0, 20)],
            ["raised +0", "cleared +20"]
        ),
        InputStory(
            "another phase keeps it raised",
            [.currents(29_000, 0, 0, 0), .currents(0, 29_000, 0, 10), .currents(0, 0, 0, 20)],
            ["raised +0", "cleared +20"]
        ),
        InputStory("an IT net's meter without L2", [.currents(29_000, nil, 12_000, 0)], ["raised +0"]),
        InputStory("current that is fed in, with its sign", [.currents(-29_000, 0, 0, 0)], ["raised +0"]),
        InputStory(
            "a message without currents says nothing of a meter that sends some",
            [.currents(29_000, 0, 0, 0), .draws(0, 5), .draws(25_000, 6)],
            ["raised +0"]
        ),
        InputStory(
            "a meter without currents goes by its power: 3 × 230 V × 28.8 A",
            [.draws(19_872, 0), .draws(19_873, 10), .draws(1_000, 20)],
            ["raised +10", "cleared +20"]
        ),
        InputStory(
            "what is fed in loads the fuse too",
            [.phases(at: four, powerW: 0, exportW: 20_000)],
            ["raised +0"]
        ),
    ]

    @Test("Raises and clears", arguments: stories)
    func story(_ story: InputStory) throws {
        let fuse = MainFuse(amps: 32, isIT: false)
        var engine = try AlertEngine(.phaseAbove(fuse: fuse), hold: 0)
        #expect(engine.story(story.inputs) == story.alerts)
    }

    @Test("Without a neutral the same current is less power: √3 × 230 V × 28.8 A")
    func itNet() throws {
        var engine = try AlertEngine(.phaseAbove(fuse: MainFuse(amps: 32, isIT: true)), hold: 0)
        #expect(engine.story([.draws(11_472, 0), .draws(11_474, 10)]) == ["raised +10"])
    }

    @Test("It says which phase, how much, and what to turn off; at the fuse's rating it is critical")
    func words() throws {
        var engine = try AlertEngine(.phaseAbove(share: 0.8, fuse: MainFuse(amps: 25, isIT: false)))
        let trouble = (0...6).map { AlertInput.currents(4_000, 22_340, 9_000, $0 * 10) }
        let alert = try #require(trouble.flatMap { engine.consider($0) }.first)
        #expect(alert.severity == .warning)
        #expect(alert.title == "L2 is close to the main fuse's limit")
        #expect(
            alert.text
                == "L2 draws 22.3 A, 89 % of the main fuse's 25 A, and has been above 20.0 A for 60 s."
        )
        #expect(alert.advice == "Turn off 0.6 kW on phase L2.")
        #expect(alert.numbers.phase == "L2")
        #expect(alert.numbers.currentA == 22.34)
        #expect(alert.numbers.limitA == 20)
        #expect(alert.numbers.fuseA == 25)
        var other = try AlertEngine(.phaseAbove(fuse: MainFuse(amps: 25, isIT: false)), hold: 0)
        let critical = try #require(other.consider(.currents(0, 0, 25_000, 0)).first)
        #expect(critical.severity == .critical)
        #expect(critical.title == "L3 draws more than the main fuse is rated for")
    }

    @Test("Whatever a meter sends, it is a number", arguments: [Int.max, .min, .min + 1, -1])
    func extremes(_ value: Int) throws {
        var engine = try AlertEngine(.phaseAbove(fuse: MainFuse(amps: 6, isIT: true)), hold: 0)
        var byPower = engine
        _ = engine.consider(.currents(value, value, nil, 0))
        _ = engine.consider(.currents(0, 0, 0, 10))
        _ = byPower.consider(.phases(at: four, powerW: value, exportW: value))
        #expect(engine.state.standing == [])
    }
}
