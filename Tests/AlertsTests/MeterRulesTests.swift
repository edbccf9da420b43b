import Alerts
import Civil
import Ledger
import Testing

@Suite("The rules meter_silent, hour_list_overdue and clock_drift")
struct MeterRulesTests {
    static let silence: [InputStory] = [
        InputStory("silence is counted from the last message", heard(0) + ticks(1...400), ["raised +301"]),
        InputStory("a meter that never said a word is silent too", ticks(0...300), ["raised +300"]),
        InputStory(
            "a message ends it",
            ticks(0...310) + heard(311) + ticks(312...320),
            ["raised +300", "cleared +311"]
        ),
        InputStory("messages without power are messages", everyTenSeconds, []),
        InputStory(
            "a host that slept for an hour was not listening",
            heard(0) + ticks(1...10) + ticks(3_610...3_890),
            []
        ),
    ]

    private static let everyTenSeconds: [AlertInput] = (0...40).flatMap { (index: Int64) -> [AlertInput] in
        heard(index * 10) + ticks(index * 10 + 1...index * 10 + 9)
    }

    /// A message that says nothing of power.
    private static func heard(_ second: Int64) -> [AlertInput] { [.draws(nil, second)] }

    private static func ticks(_ seconds: ClosedRange<Int64>) -> [AlertInput] { seconds.map { .tick($0) } }

    @Test("Silence", arguments: silence)
    func silent(_ story: InputStory) throws {
        var engine = try AlertEngine(.meterSilent)
        #expect(engine.story(story.inputs) == story.alerts)
    }

    @Test("It says when the last message came, and how long there was none")
    func words() throws {
        var engine = try AlertEngine(.meterSilent, hold: 300)
        let inputs = Self.heard(0) + Self.ticks(1...310) + Self.heard(1_000)
        let alerts = inputs.flatMap { engine.consider($0) }
        #expect(
            alerts.map(\.text) == [
                "No message has come from the meter for 5 min; the last came at 16:00.",
                "Messages are arriving again after 16 min.",
            ]
        )
        #expect(alerts.map(\.numbers.lastMessage) == [four, nil])
        #expect(alerts.map(\.numbers.silentS) == [nil, 1_000])
    }

    static let lists: [InputStory] = [
        InputStory(
            "three hours by power alone, of a meter that has sent lists",
            [
                .closed(0, .measured), .closed(1, .integrated), .closed(2, .gap), .draws(1, 0),
                .closed(3, .integrated),
                .draws(1, 10),
            ],
            ["raised +10"]
        ),
        InputStory(
            "a meter without lists is no trouble",
            [.closed(0, .integrated), .closed(1, .integrated), .closed(2, .integrated), .draws(1, 0)],
            []
        ),
        InputStory(
            "hours that were hardly seen say nothing of the list",
            [.closed(0, .measured)] + (1...9).map { .closed($0, .gap, seen: 1_799) } + [.draws(1, 0)],
            []
        ),
        InputStory(
            "an hour that is told again counts once",
            [.closed(0, .measured), .closed(1, .gap)] + (1...5).map { _ in .closed(1, .integrated) }
                + [.draws(1, 0)],
            []
        ),
        InputStory(
            "the list comes, and with it better values of the hours before",
            [
                .closed(0, .measured), .closed(1, .integrated), .closed(2, .integrated),
                .closed(3, .integrated), .draws(1, 0), .closed(1, .split), .tick(10),
            ],
            ["raised +0", "cleared +10"]
        ),
        InputStory(
            "an import is no list",
            [
                .closed(0, .measured), .closed(1, .integrated), .closed(2, .integrated),
                .closed(3, .integrated), .draws(1, 0), .closed(1, .imported), .draws(1, 10),
            ],
            ["raised +0"]
        ),
    ]

    @Test("Lists", arguments: lists)
    func listsOverdue(_ story: InputStory) throws {
        var engine = try AlertEngine(.hourListOverdue(hours: 3))
        #expect(engine.story(story.inputs) == story.alerts)
    }

    @Test(
        "A clock's error is what is left beside whole hours",
        arguments: [
            (0, false), (119_000, false), (121_000, true), (-121_000, true),
            // Winter time all year, summer time that nobody expected, UTC; with and without an error.
            (-3_600_000, false), (3_600_000, false), (-7_200_000, false), (-3_595_000, false),
            (-3_600_000 - 180_000, true), (3_600_000 + 180_000, true),
            // Half an hour is no zone, and no more than two hours are.
            (1_800_000, true), (10_800_000, true), (-5 * 86_400_000, true), (Int64.max, true), (.min, true),
        ] as [(Int64, Bool)]
    )
    func drift(_ error: Int64, _ isWrong: Bool) throws {
        var engine = try AlertEngine(.clockDrift(seconds: 120), hold: 0)
        let alerts = engine.consider(.tick(0, AlertFacts(meterClockErrorMilliseconds: error)))
        #expect(alerts.count == (isWrong ? 1 : 0))
    }

    @Test("A clock that is right again is so at half the limit; what nobody knows says nothing")
    func driftEnds() throws {
        var engine = try AlertEngine(.clockDrift(seconds: 120), hold: 0)
        let errors: [Int64?] = [-200_000, nil, -61_000, -60_000]
        let inputs = errors.enumerated().map { index, error in
            AlertInput.tick(Int64(index) * 10, AlertFacts(meterClockErrorMilliseconds: error))
        }
        #expect(engine.story(inputs) == ["raised +0", "cleared +30"])
    }
}
