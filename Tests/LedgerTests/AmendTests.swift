import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Hours that were settled elsewhere")
struct AmendTests {
    private static let settings = LedgerSettings(calendar: .oslo)

    private static func hour(_ start: String, _ wattHours: Int, _ quality: HourQuality = .measured) -> Hour {
        Hour(start: utc(start), importWh: wattHours, exportWh: 0, quality: quality)
    }

    /// At half past ten on 20 January 2026, with three hours of the month.
    private static func ledger() -> Ledger {
        var ledger = Ledger(
            settings: settings,
            hours: [
                hour("2026-01-12T07:00:00Z", 4_000), hour("2026-01-13T07:00:00Z", 4_100, .gap),
                hour("2026-01-14T07:00:00Z", 4_200),
            ]
        )
        var reading = Reading(make: .kaifa)
        reading.powerImportW = 1_000
        _ = ledger.record(reading, at: utc("2026-01-20T09:20:00Z"))
        _ = ledger.record(reading, at: utc("2026-01-20T09:30:00Z"))
        return ledger
    }

    @Test("They take the place of measured ones, and the peaks follow")
    func replaces() throws {
        var ledger = Self.ledger()
        #expect(ledger.month(LocalMonth(year: 2026, month: 1)).counting.map(\.importWh) == [4_200, 4_000])
        let events = ledger.amend([
            Self.hour("2026-01-12T07:00:00Z", 4_020, .imported),
            Self.hour("2026-01-13T07:00:00Z", 5_100, .imported),
            Self.hour("2026-01-14T07:00:00Z", 4_200),
        ])
        #expect(events.closed.map(\.importWh) == [4_020, 5_100])
        #expect(events.months.map(\.month) == [LocalMonth(year: 2026, month: 1)])
        #expect(events.months[0].counting.map(\.importWh) == [5_100, 4_200, 4_020])
        #expect(events.count == 3)
        #expect(ledger.amend([Self.hour("2026-01-13T07:00:00Z", 5_100, .imported)]).isEmpty)
    }

    @Test("Holes are filled; what the ledger measured itself stays, however the history has it")
    func fillsHoles() {
        var ledger = Self.ledger()
        let events = ledger.amend([
            Self.hour("2026-01-14T07:00:00Z", 9_000), Self.hour("2026-01-15T07:00:00Z", 4_500),
            Self.hour("2025-12-31T22:00:00Z", 3_000, .imported),
            Self.hour("2025-12-31T23:00:00Z", 3_100, .edited),
        ])
        #expect(events.closed.map(\.importWh) == [4_500, 3_000, 3_100])
        #expect(events.months.map(\.month.description) == ["2026-01", "2025-12"])
    }

    @Test("The running hour, what is yet to come and months that are over long since are left alone")
    func outside() {
        var ledger = Self.ledger()
        let events = ledger.amend([
            Self.hour("2026-01-20T09:00:00Z", 9_000, .imported),
            Self.hour("2026-01-20T10:00:00Z", 9_000, .imported),
            Self.hour("2025-11-30T22:00:00Z", 9_000, .imported),
        ])
        #expect(events.isEmpty)
        var unused = Ledger(settings: Self.settings)
        #expect(unused.amend([Self.hour("2026-01-12T07:00:00Z", 4_020, .imported)]).isEmpty)
    }

    @Test("Older days are taken too: weekly peaks and the target at a month's start follow them")
    func olderDays() throws {
        let steps = try #require(CapacitySteps(lowerBoundsW: (0...20).map { $0 * 1_000 }))
        let weekly = CapacitySchedule(.weightedWeeklyPeaks(.fjellnett, steps))
        var reading = Reading(make: .kaifa)
        reading.powerImportW = 1_000
        let now = utc("2026-01-20T09:20:00Z")
        let january = LocalMonth(year: 2026, month: 1)
        let old = ["2025-01-07", "2025-01-14", "2025-01-21", "2025-02-04"].map { text in
            Self.hour("\(text)T12:00:00Z", 12_000, .imported)
        }
        let days = DayPeak.ofDays(old, in: .oslo)

        var ledger = Ledger(settings: LedgerSettings(calendar: .oslo, capacity: weekly))
        _ = ledger.record(reading, at: now)
        let events = ledger.amend([], earlier: days)
        // January of last year is more than twelve months ago.
        #expect(events.months.map(\.month) == [january])
        #expect(events.months[0].counting.map(\.importWh) == [12_000])
        #expect(ledger.amend([], earlier: days).isEmpty)

        var plain = Ledger(settings: Self.settings)
        _ = plain.record(reading, at: now)
        #expect(plain.status(at: now)?.limitWh == 10_000)
        #expect(plain.amend([], earlier: days).isEmpty)
        _ = plain.record(reading, at: now.adding(seconds: 10))
        #expect(plain.status(at: now)?.limitWh == 15_000)
    }

    @Test("Older days do not count twice, nor against hours that are held")
    func olderDaysBesideHours() throws {
        var ledger = Self.ledger()
        let before = ledger.month(LocalMonth(year: 2026, month: 1))
        let wrong = DayPeak.ofDays([Self.hour("2026-01-14T12:00:00Z", 99_000)], in: .oslo)
        #expect(ledger.amend([], earlier: wrong).isEmpty)
        #expect(ledger.month(LocalMonth(year: 2026, month: 1)) == before)
    }

    @Test("A measurement that comes later changes no settled hour")
    func staysSettled() {
        var ledger = Self.ledger()
        _ = ledger.amend([Self.hour("2026-01-20T08:00:00Z", 7_000, .imported)])
        var reading = Reading(make: .kaifa)
        reading.powerImportW = 1_000
        reading.energyImportWh = 1_000_000
        var events = ledger.record(reading, at: utc("2026-01-20T10:00:10Z"))
        reading.energyImportWh = 1_001_000
        events += ledger.record(reading, at: utc("2026-01-20T11:00:10Z"))
        #expect(!events.closed.contains { $0.start == utc("2026-01-20T08:00:00Z") })
        #expect(ledger.month(LocalMonth(year: 2026, month: 1)).days.last?.importWh == 7_000)
    }
}

extension [LedgerEvent] {
    fileprivate var closed: [Hour] {
        compactMap { if case .closed(let hour) = $0 { hour } else { nil } }
    }

    fileprivate var months: [MonthStatus] {
        compactMap { if case .month(let status) = $0 { status } else { nil } }
    }
}
