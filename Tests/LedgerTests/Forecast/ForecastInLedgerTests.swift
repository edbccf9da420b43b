import Civil
import Meters
import TestSupport
import Testing

@testable import Ledger

@Suite("The forecast in the ledger", .ownThread)
struct ForecastInLedgerTests {
    /// Homes with losses, outages and late lists: see `SeededHome`.
    @Test("A ledger that is restarted says the same of every hour", arguments: [1, 7] as [UInt64])
    func restart(seed: UInt64) throws {
        let home = SeededHome(seed: seed, hours: 30)
        var straight = Play()
        var restarted = Play()
        for (place, message) in home.messages.enumerated() {
            straight.record(message.reading, at: message.arrival)
            restarted.record(message.reading, at: message.arrival)
            if place % 97 == 0 { try restarted.restart() }
            #expect(restarted.status == straight.status)
        }
        #expect(straight.ledger.forecastModel.learned != nil)
        #expect(restarted.ledger.forecastModel == straight.ledger.forecastModel)
    }

    @Test("What was learnt outlives a clock that is set back and a meter that is changed")
    func clockBack() {
        var play = Play()
        play.power(1_000, from: utc("07:00:00"), to: utc("10:00:10"))
        let learnt = play.ledger.forecastModel
        #expect(learnt.learned == utc("09:00:00"))
        play.record(.power(1_000), at: utc("08:30:00"))
        #expect(play.ledger.forecastModel == learnt)
        play.power(2_000, from: utc("08:30:00"), to: utc("08:40:10"))
        // 40 minutes unseen, ten at 2 kW; what was before the clock was set back is forgotten.
        let status = play.status
        #expect((600...760).contains((status?.expectedWh ?? 0) - (status?.usedWh ?? 0)))
    }

    @Test("A load that is switched on is in the forecast within seconds, and a spike is not")
    func loads() throws {
        var play = Play()
        play.power(500, from: utc("07:00:00"), to: utc("08:10:00"))
        let before = try #require(play.status?.expectedWh)
        play.record(.power(8_000), at: utc("08:10:00"))
        play.record(.power(500), at: utc("08:10:02"))
        play.record(.power(500), at: utc("08:10:08"))
        #expect(abs((play.status?.expectedWh ?? 0) - before) < 20)
        play.power(4_000, from: utc("08:10:08"), to: utc("08:10:30"))
        #expect((play.status?.expectedWh ?? 0) > before + 100)
    }

    @Test("The state of a ledger that kept no minutes goes on")
    func olderState() {
        var old = Play().ledger.state
        old.recent = nil
        var ledger = Ledger(settings: .oslo(), restoring: old)
        _ = ledger.record(.power(900), at: utc("08:15:00"))
        #expect(ledger.status(at: utc("08:15:00"))?.expectedWh == 675)
    }
}
