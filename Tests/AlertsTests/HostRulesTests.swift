import Alerts
import Civil
import Testing

@Suite("The rules broker_away and disk_low")
struct HostRulesTests {
    private func space(_ megabytes: Int64?, _ seconds: Int64, failing: Bool? = false) -> AlertInput {
        .tick(
            seconds,
            AlertFacts(diskFreeBytes: megabytes.map { $0 * 1_000_000 }, isHistoryFailing: failing)
        )
    }

    @Test("Space is low below the limit, and enough a tenth above it")
    func low() throws {
        var engine = try AlertEngine(.diskLow(freeMB: 200), coolDown: 0)
        let inputs = [space(200, 0), space(199, 10), space(219, 20), space(220, 30), space(210, 40)]
        #expect(engine.story(inputs) == ["raised +10", "cleared +30"])
    }

    @Test("A history that cannot be written is critical, however much is free")
    func failing() throws {
        var engine = try AlertEngine(.diskLow(freeMB: 200))
        let alert = try #require(engine.consider(space(5_000, 0, failing: true)).first)
        #expect(alert.severity == .critical)
        #expect(alert.title == "The history cannot be saved")
        #expect(alert.numbers.freeMB == 5_000)
        #expect(engine.consider(space(5_000, 10)).map(\.state) == [.cleared])
    }

    @Test("What is not known says nothing")
    func unknown() throws {
        var disk = try AlertEngine(.diskLow())
        #expect(disk.story([space(nil, 0, failing: nil), space(nil, 10)]) == [])
        var broker = try AlertEngine(.brokerAway, hold: 1)
        #expect(broker.story((0...100).map { .tick($0) }) == [])
    }

    @Test("A broker that comes back in time was not away")
    func broker() throws {
        var engine = try AlertEngine(.brokerAway)
        let inputs = (0...900).map { second in
            // Away for 290 s, back for 1 s, away for good.
            AlertInput.tick(second, AlertFacts(isBrokerConnected: second == 290))
        }
        #expect(engine.story(inputs) == ["raised +591"])
    }
}
