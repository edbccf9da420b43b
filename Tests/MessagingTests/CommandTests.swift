import Civil
import Ledger
import Meters
import TestSupport
import Testing

@testable import Messaging

/// What is written to the broker by others.
@Suite struct CommandTests {
    @Test(
        "What is asked for is read",
        arguments: [
            ("target_kw", "7.5", Command.target(watts: 7_500)), ("target_kw", "5", .target(watts: 5_000)),
            ("target_kw", "0.5", .target(watts: 500)), ("target_kw", "1000", .target(watts: 1_000_000)),
            ("target_kw", "auto", .target(watts: nil)), ("alert_pause", "0", .pauseAlerts(minutes: 0)),
            ("alert_pause", "90", .pauseAlerts(minutes: 90)),
            ("alert_pause", "10080", .pauseAlerts(minutes: 10_080)),
            ("alert_pause", "06:30", .pauseAlertsUntil(minuteOfDay: 390)),
            ("alert_pause", "00:00", .pauseAlertsUntil(minuteOfDay: 0)),
        ]
    )
    func read(_ name: String, _ payload: String, _ command: Command) throws {
        #expect(try Command(name, Array(payload.utf8)) == command)
    }

    @Test(
        "What is no command is refused, and what was sent is shown only as far as a log bears it",
        arguments: [
            ("target_kw", ""), ("target_kw", "0.4"), ("target_kw", "1001"), ("target_kw", "nan"),
            ("target_kw", "inf"), ("target_kw", "1e3"), ("target_kw", "-5"), ("target_kw", " 5"),
            ("target_kw", "5,5"), ("target_kw", "0x10"), ("target_kw", "5.5.5"),
            ("target_kw", String(repeating: "9", count: 400)), ("target_kw", "\u{1b}[31m\n"),
            ("alert_pause", "-1"), ("alert_pause", "10081"), ("alert_pause", "24:00"),
            ("alert_pause", "1:60"),
            ("alert_pause", ":"), ("alert_pause", "1:"), ("alert_pause", "1:2:3"), ("alert_pause", "æ"),
            ("alert_pause", "999999999999999999999"), ("reboot", "1"), ("", ""),
        ]
    )
    func refused(_ name: String, _ payload: String) {
        let error = #expect(throws: CommandError.self) { try Command(name, Array(payload.utf8)) }
        let words = error?.description ?? ""
        #expect(words.contains("allowed is") || words.contains("there are target_kw and alert_pause"))
        #expect(words.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        #expect(words.utf8.count < 200)
    }

    @Test("Bytes that are no text are refused") func bytes() {
        #expect(throws: CommandError.self) { try Command("target_kw", [0x35, 0xFF]) }
        #expect(throws: CommandError.self) { try Command("alert_pause", [0]) }
    }

    private func session(commands: Bool = true) -> Session {
        var session = Session(base: "a/b", calendar: .oslo, discovery: nil, takesCommands: commands)
        _ = session.take(.meter(Example.meter), from: Example.meter, at: Example.source)
        return session
    }

    @Test("A command reaches the meter that its topic names, and none where they are off") func addressed()
        throws
    {
        let topic = "a/b/\(Example.meter.id)/set/target_kw"
        let found = try session().command(topic: topic, Array("8".utf8), isRetained: false)
        #expect(found?.meterID == Example.meter.id)
        #expect(found?.command == .target(watts: 8_000))
        #expect(session().commandTopics == "a/b/+/set/+")
        #expect(session(commands: false).commandTopics == nil)
        #expect(try session(commands: false).command(topic: topic, Array("8".utf8), isRetained: false) == nil)
    }

    @Test(
        "What is for no meter that is known is passed over",
        arguments: [
            "a/b/1/set/target_kw", "a/b/set/target_kw", "a/b/", "a/b", "", "x", "a/b/1/set/target_kw/x",
        ]
    )
    func elsewhere(_ topic: String) throws {
        #expect(try session().command(topic: topic, Array("8".utf8), isRetained: false) == nil)
    }

    @Test("A retained command is old, and is refused") func retained() {
        let topic = "a/b/\(Example.meter.id)/set/target_kw"
        #expect(throws: CommandError.retained(name: "target_kw")) {
            try session().command(topic: topic, Array("8".utf8), isRetained: true)
        }
    }

    @Test("Commands have a bound for each minute, and complaints about them one") func gate() throws {
        var gate = CommandGate()
        let begin = ContinuousClock.now
        for _ in 0..<CommandGate.mostInAMinute { try gate.admit(now: begin) }
        #expect(throws: CommandError.tooMany) { try gate.admit(now: begin + .seconds(59)) }
        try gate.admit(now: begin + .seconds(60))
        let complaints = [0, 1, 59, 60, 61].map { gate.mayComplain(now: begin + .seconds($0)) }
        #expect(complaints == [true, false, false, true, false])
    }

    @Test("The broker's word arrives: a good command is obeyed, a bad one said", .timeLimit(.minutes(5)))
    func throughBroker() async throws {
        let broker = try await MosquittoServer.started()
        var settings = try Example.settings(port: broker.port)
        settings.takesCommands = true
        let (asked, ask) = AsyncStream.makeStream(of: Command.self)
        let topic = "kilovakt/\(Example.meter.id)/set"
        try await RunningPublisher.whileRunning(settings, obey: { ask.yield($1) }) { running in
            await running.line(with: "connected")
            let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["kilovakt/+/meter"])
            running.send(.meter(Example.meter))
            _ = try await subscriber.next()
            try await mosquittoPublish("lots", on: "\(topic)/target_kw", port: broker.port)
            await running.line(with: #"target_kw does not take "lots"; allowed is kW from 0.5 to 1000"#)
            try await mosquittoPublish("6", on: "\(topic)/target_kw", port: broker.port)
            var commands = asked.makeAsyncIterator()
            #expect(await commands.next() == .target(watts: 6_000))
        }
    }
}
