import Broker
import Synchronization
import Testing

@testable import Messaging

@Suite struct JournalTests {
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
