import Synchronization
import Testing

@testable import Messaging

@Suite struct BackoffTests {
    @Test(
        "Waits double up to a minute, differ between clients, and begin with the first after a good connection"
    )
    func growth() {
        var backoff = Backoff()
        let waits = (0..<9).map { _ in backoff.next(random: 0) }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        #expect(backoff.next(random: 0.5) == .seconds(45))
        backoff.reset()
        #expect(backoff.next(random: 0) == .milliseconds(500))
    }

    @Test("An outage is said when it begins and once a minute, and its end once") func journal() {
        let lines = Mutex<[String]>([])
        var journal = Journal { _, text in lines.withLock { $0.append(text) } }
        let start = ContinuousClock.now
        for second in [0, 1, 3, 59, 60, 61, 119, 120] {
            journal.failed(.silent, at: "h:1", now: start + .seconds(second))
        }
        journal.connected(to: "h:1")
        journal.failed(.lost("gone"), at: "h:1", now: start + .seconds(121))
        let silent = "MQTT broker h:1: does not answer; is it an MQTT broker?; trying again"
        #expect(
            lines.withLock { $0 } == [
                silent, silent + " (5 attempts)", silent + " (8 attempts)", "MQTT broker h:1: connected",
                "MQTT broker h:1: connection lost: gone; trying again",
            ]
        )
    }
}
