import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("A month's chosen target")
struct TargetTests {
    private func reading(_ watts: Int) -> Reading {
        var reading = Reading(make: .kaifa)
        reading.powerImportW = watts
        return reading
    }

    private func limit(_ events: [LedgerEvent]) -> Int? {
        for case .hour(let status) in events { return status.limitWh }
        return nil
    }

    private let settings = LedgerSettings(calendar: .oslo, targetW: 5_000)

    @Test("It holds from the next message to the month's end, outlives a restart, and can be taken back")
    func chosen() {
        var ledger = Ledger(settings: settings)
        #expect(ledger.targetW == nil)
        let early = ledger.choose(targetW: 7_000)
        #expect(!early, "nobody knows the month")
        let time = utc("2026-01-30T12:00:10Z")
        #expect(limit(ledger.record(reading(500), at: time)) == 5_000)
        #expect(ledger.targetW == 5_000)
        let isChosen = ledger.choose(targetW: 7_000)
        #expect(isChosen)
        #expect(limit(ledger.record(reading(500), at: time.adding(seconds: 2))) == 7_000)
        var again = Ledger(settings: settings, restoring: ledger.state)
        #expect(again.targetW == 7_000)
        #expect(limit(again.record(reading(500), at: time.adding(seconds: 10))) == 7_000)
        var next = again
        #expect(limit(next.record(reading(500), at: utc("2026-01-31T23:00:05Z"))) == 5_000)
        #expect(next.targetW == 5_000)
        let isBack = again.choose(targetW: nil)
        #expect(isBack)
        #expect(limit(again.record(reading(500), at: time.adding(seconds: 12))) == 5_000)
    }
}
