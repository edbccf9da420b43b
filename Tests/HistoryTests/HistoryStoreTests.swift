import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport
import Testing

@Suite("The history")
struct HistoryStoreTests {
    let folder: URL
    var path: String { folder.appending(path: "kilovakt.db").path }

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    static let meter = MeterIdentity(make: .kaifa, id: "6970631401753985", model: "MA304H3E", list: "KFM_001")
    static let seven = Instant(unixSeconds: 1_768_460_400)

    private func hour(_ offset: Int64, _ wattHours: Int, _ quality: HourQuality = .measured) -> Hour {
        Hour(
            start: Self.seven.adding(seconds: offset * 3_600),
            importWh: wattHours,
            exportWh: 3,
            quality: quality,
            peakW: 4_100,
            seenSeconds: 3_590
        )
    }

    /// A ledger in the middle of an hour.
    private func runningLedger() throws -> Ledger {
        let calendar = try #require(LocalCalendar(identifier: "Europe/Oslo"))
        var ledger = Ledger(settings: LedgerSettings(calendar: calendar))
        var reading = Reading(make: .kaifa)
        reading.identity = Self.meter
        reading.powerImportW = 1_800
        for second in 0..<60 {
            _ = ledger.record(reading, at: Self.seven.adding(seconds: Int64(second) * 10))
        }
        return ledger
    }

    @Test("What a forecast has learnt comes back as it was")
    func forecast() throws {
        var ledger = try runningLedger()
        var reading = Reading(make: .kaifa)
        for message in 60..<1_100 {
            reading.powerImportW = 400 + message % 7 * 300
            _ = ledger.record(reading, at: Self.seven.adding(seconds: Int64(message) * 10))
        }
        let model = ledger.forecastModel
        #expect(model.learned == Self.seven.adding(seconds: 7_200))
        do {
            let store = try HistoryStore(path: path)
            #expect(try store.forecastModel(of: "s") == nil)
            try store.save(try runningLedger().forecastModel, source: "s")
            try store.save(model, source: "s")
        }
        #expect(try HistoryStore(path: path).forecastModel(of: "s") == model)
        #expect(try HistoryStore(path: path).forecastModel(of: "t") == nil)
    }

    @Test("Hours and the running one come back as they were, after closing the file")
    func roundTrip() throws {
        let state = try runningLedger().state
        do {
            let store = try HistoryStore(path: path)
            try store.save(
                hours: [hour(0, 812), hour(1, 2_304, .gap)],
                of: Self.meter,
                state: state,
                source: "s"
            )
        }
        let store = try HistoryStore(path: path)
        let from = Self.seven
        #expect(
            try store.hours(of: Self.meter.id, from: from, to: from.adding(seconds: 7_200))
                == [hour(0, 812), hour(1, 2_304, .gap)]
        )
        #expect(
            try store.hours(of: Self.meter.id, from: from, to: from.adding(seconds: 3_600)) == [hour(0, 812)]
        )
        #expect(try store.hours(of: "another", from: from, to: from.adding(seconds: 7_200)) == [])
        #expect(try store.state(of: "s") == state)
        #expect(try store.state(of: "t") == nil)
    }

    @Test("An hour that is written again is replaced, not doubled")
    func replaces() throws {
        let store = try HistoryStore(path: path)
        try store.save(hours: [hour(0, 812, .integrated)], of: Self.meter, state: nil, source: "s")
        try store.save(hours: [hour(0, 840)], of: Self.meter, state: nil, source: "s")
        #expect(
            try store.hours(of: Self.meter.id, from: Self.seven, to: Self.seven.adding(seconds: 3_600)) == [
                hour(0, 840)
            ]
        )
    }

    @Test("Either all of a closing is written or nothing: an hour that may not be takes the rest with it")
    func oneTransaction() throws {
        let store = try HistoryStore(path: path)
        let crooked = Hour(
            start: Self.seven.adding(seconds: 17),
            importWh: 1,
            exportWh: 0,
            quality: .measured
        )
        #expect(throws: HistoryError.self) {
            try store.save(hours: [hour(0, 812), crooked], of: Self.meter, state: nil, source: "s")
        }
        #expect(
            try store.hours(of: Self.meter.id, from: Self.seven, to: Self.seven.adding(seconds: 7_200)) == []
        )
    }

    @Test("A file that is no database is set aside untouched, and a new history begun")
    func setsAside() throws {
        let text = "this is my shopping list\n" + String(repeating: "milk\n", count: 400)
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(throws: HistoryError(.damaged, path: path)) { try HistoryStore(path: path) }
        let (store, aside) = try HistoryStore.open(path: path, settingAsideAt: Self.seven)
        let name = try #require(aside)
        #expect(name.hasSuffix("kilovakt.db.damaged-2026-01-15T07:00:00Z"))
        #expect(try String(contentsOf: URL(filePath: name), encoding: .utf8) == text)
        try store.save(hours: [hour(0, 812)], of: Self.meter, state: nil, source: "s")
        #expect(try HistoryStore.open(path: path, settingAsideAt: Self.seven).setAside == nil)
    }

    @Test("A folder that does not exist is said, with what to do")
    func noFolder() {
        let path = folder.appending(path: "missing/kilovakt.db").path
        let error = #expect(throws: HistoryError.self) { try HistoryStore(path: path) }
        #expect(error?.kind == .notWritable)
        #expect(error?.description.contains("check that the folder exists") == true)
    }

    @Test("A running hour that cannot be read is an error that says so, and nothing else is lost")
    func unreadableState() async throws {
        let store = try HistoryStore(path: path)
        try store.save(hours: [hour(0, 812)], of: Self.meter, state: try runningLedger().state, source: "s")
        let sql = "UPDATE ledger SET state = '{\"version\":99}'"
        let python = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let program = URL(filePath: "/usr/bin/python3")
        let changed = try await RunningProgram.run(program, ["-c", python, path, sql])
        #expect(changed.code == 0, "\(changed.lines)")
        let error = #expect(throws: HistoryError.self) { try store.state(of: "s") }
        #expect(error?.description.contains("the running hour of s cannot be read") == true)
        #expect(
            try store.hours(of: Self.meter.id, from: Self.seven, to: Self.seven.adding(seconds: 3_600)) == [
                hour(0, 812)
            ]
        )
    }
}
