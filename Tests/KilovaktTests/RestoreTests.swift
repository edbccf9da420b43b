import Civil
import Foundation
import History
import Ledger
import Logging
import Meters
import Settings
import TestSupport
import Testing

@testable import Daemon

/// What a ledger knows of a year after a restart, from a real database file.
@Suite("A ledger that is restored")
struct RestoreTests {
    private static let meter = MeterIdentity(
        make: .kaifa,
        id: "6970631401753985",
        model: "MA304H3E",
        list: "KFM_001"
    )
    private static let now = utc("2026-02-10T12:30:00Z")

    /// Each hour of thirteen months and a half.
    private static func hours() -> [Hour] {
        var random = SeededRandom(3)
        var hours: [Hour] = []
        var start = utc("2025-01-01T00:00:00Z")
        while start < now.hourStart {
            let wh = Int.random(in: 0...9_000, using: &random)
            hours.append(
                Hour(start: start, importWh: wh, exportWh: 0, quality: random.once(in: 9) ? .gap : .measured)
            )
            start = start.adding(milliseconds: Instant.hourMilliseconds)
        }
        return hours
    }

    private static func settings() throws -> LedgerSettings {
        let steps = try #require(CapacitySteps(lowerBoundsW: (0...20).map { $0 * 1_000 }))
        return LedgerSettings(
            calendar: .oslo,
            capacity: CapacitySchedule(.weightedWeeklyPeaks(.fjellnett, steps))
        )
    }

    private static func reading() -> Reading {
        var reading = Reading(make: .kaifa)
        reading.identity = meter
        reading.powerImportW = 1_000
        return reading
    }

    private static func restore(from store: HistoryStore, _ settings: LedgerSettings, at now: Instant) throws
        -> Ledger
    {
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try KeptPast(store, Reserve(besides: store.path), log).ledger(of: "s", settings, at: now)
    }

    @Test("Weekly peaks of twelve months are those of a ledger that has lived them")
    func weekly() throws {
        let path = try Checkout.temporaryFolder().appending(path: "k.db").path
        var lived = Ledger(settings: try Self.settings(), hours: Self.hours())
        _ = lived.record(Self.reading(), at: Self.now)
        let store = try HistoryStore(path: path)
        try store.save(hours: Self.hours(), of: Self.meter, state: lived.state, source: "s")
        // The host's clock may be years behind at the start.
        let ledger = try Self.restore(from: store, try Self.settings(), at: utc("2020-01-01T00:00:00Z"))
        let month = LocalMonth(year: 2026, month: 2)
        #expect(ledger.month(month) == lived.month(month))
        #expect(ledger.month(month).counting.count == 5)
        #expect(Set(ledger.month(month).counting.map(\.day.localMonth)).count > 1)
    }

    @Test("Without last month's hours the target is the step of the same month a year ago")
    func lastYear() throws {
        let path = try Checkout.temporaryFolder().appending(path: "k.db").path
        let february = (1...3).map {
            Hour(start: utc("2025-02-0\($0)T12:00:00Z"), importWh: 12_000, exportWh: 0, quality: .measured)
        }
        let settings = LedgerSettings(calendar: .oslo)
        var running = Ledger(settings: settings)
        _ = running.record(Self.reading(), at: Self.now)
        let store = try HistoryStore(path: path)
        try store.save(hours: february, of: Self.meter, state: running.state, source: "s")
        var ledger = try Self.restore(from: store, settings, at: Self.now)
        let later = Self.now.adding(seconds: 10)
        _ = ledger.record(Self.reading(), at: later)
        #expect(ledger.status(at: later)?.limitWh == 15_000)
    }
}
