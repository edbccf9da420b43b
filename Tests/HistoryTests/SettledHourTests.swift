import Civil
import Foundation
import History
import Ledger
import TestSupport
import Testing

@Suite("Settled hours")
struct SettledHourTests {
    private static func settled(
        _ offset: Int,
        import importWh: Int? = nil,
        export exportWh: Int? = nil,
        _ origin: SettledOrigin = .imported(quality: "Målt", registered: utc("2026-01-16T05:00:00Z"))
    ) -> HourRecord {
        HourRecord(
            start: HistoryFolder.start(offset),
            settledImport: importWh.map { SettledEnergy(wattHours: $0, origin: origin) },
            settledExport: exportWh.map { SettledEnergy(wattHours: $0, origin: origin) }
        )
    }

    @Test("They count, what was measured stays beside them, and a later measurement changes nothing of it")
    func besideMeasured() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        try store.save([HistoryFolder.hour(0, 812), HistoryFolder.hour(1, 900, .gap, isSuspect: true)])
        try store.settle(Self.settled(0, import: 820), Self.settled(1, import: 1_000, export: 5))
        for turn in 0..<2 {
            let hours = try store.hours(0..<9)
            #expect(hours.map(\.importWh) == [820, 1_000])
            #expect(hours.map(\.exportWh) == [3, 5])
            #expect(hours.map(\.quality) == [.imported, .imported])
            #expect(hours.map(\.isSuspect) == [false, false])
            #expect(hours.map(\.peakW) == [4_100, 4_100])
            let measured = try store.records(0..<9).map { $0.measured?.importWh }
            #expect(measured == [turn == 0 ? 812 : 811, 900])
            try store.save([HistoryFolder.hour(0, 811)])
        }
        let first = try #require(try store.records(0..<1).first)
        #expect(first.settledImport == Self.settled(0, import: 820).settledImport)
        #expect(first.settledExport == nil)
    }

    @Test("Without a measurement they stand alone; of energy fed in alone nobody knows what was drawn")
    func alone() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        try store.settle(
            Self.settled(0, import: 820),
            Self.settled(1, export: 5),
            Self.settled(2, import: 7, .edited)
        )
        let hours = try store.hours(0..<9)
        #expect(hours.map(\.importWh) == [820, 0, 7])
        #expect(hours.map(\.exportWh) == [0, 5, 0])
        #expect(hours.map(\.quality) == [.imported, .gap, .edited])
        #expect(hours.map(\.seenSeconds) == [0, 0, 0])
    }

    @Test("The two directions are settled each by itself, whichever comes first")
    func directions() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        try store.settle(Self.settled(0, export: 5, .edited))
        try store.settle(Self.settled(0, import: 820))
        try store.settle(Self.settled(0, import: 821, .imported()))
        let record = try #require(try store.records(0..<1).first)
        #expect(record.settledImport == SettledEnergy(wattHours: 821, origin: .imported()))
        #expect(record.settledExport == SettledEnergy(wattHours: 5, origin: .edited))
    }

    @Test("Measured and settled hours come out in one order, wherever there are holes", .ownThread)
    func order() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        var random = SeededRandom(7)
        var expected: [Int] = []
        for offset in 0..<300 {
            let kind = Int.random(in: 0..<4, using: &random)
            if kind & 1 != 0 { try store.save([HistoryFolder.hour(offset, offset)]) }
            if kind & 2 != 0 { try store.settle(Self.settled(offset, import: 1_000 + offset)) }
            if kind != 0 { expected.append(kind & 2 != 0 ? 1_000 + offset : offset) }
        }
        #expect(try store.hours(0..<300).map(\.importWh) == expected)
        let hours = try store.hours(100..<150)
        #expect(
            hours
                == (try store.hours(0..<300)).filter {
                    (HistoryFolder.start(100)..<HistoryFolder.start(150)).contains($0.start)
                }
        )
    }

    @Test("An hour that is saved as imported or edited is settled, and takes no measurement's place")
    func savedSettled() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        try store.save([HistoryFolder.hour(0, 812)])
        try store.save([HistoryFolder.hour(0, 700, .edited)])
        let record = try #require(try store.records(0..<1).first)
        #expect(record.measured == HistoryFolder.hour(0, 812))
        #expect(record.effective.importWh == 700)
        #expect(record.effective.quality == .edited)
    }

    static let earlier = SettledEnergy(
        wattHours: 1,
        origin: .imported(registered: utc("2026-01-16T05:00:00Z"))
    )
    static let later = SettledEnergy(wattHours: 2, origin: .imported(registered: utc("2026-01-17T05:00:00Z")))
    static let undated = SettledEnergy(wattHours: 3, origin: .imported())
    static let edited = SettledEnergy(wattHours: 4, origin: .edited)

    @Test(
        "A person stands above Elhub, and a correction above what was registered before it",
        arguments: [
            (later, earlier, true), (earlier, later, false), (undated, earlier, false),
            (earlier, undated, true),
            (undated, undated, true), (later, edited, false), (edited, later, true), (edited, edited, true),
        ]
    )
    func precedence(new: SettledEnergy, known: SettledEnergy, mayReplace: Bool) {
        #expect(new.mayReplace(known) == mayReplace)
    }

    @Test("All of an update is written or nothing")
    func oneTransaction() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        #expect(throws: HistoryError.self) {
            try store.settle(Self.settled(0, import: 820), Self.settled(1, import: -1))
        }
        #expect(try store.hours(0..<9) == [])
    }

    @Test(
        "A trial is a copy with all that the file has, also what is in its log, and leaves the file as it is"
    )
    func trial() throws {
        let folder = try HistoryFolder()
        let store = try HistoryStore(path: folder.path)
        try store.save([HistoryFolder.hour(0, 812)])
        let bytes = try Self.bytes(folder.path)
        let trial = try HistoryStore.trial(of: folder.path)
        try trial.settle(Self.settled(0, import: 820), Self.settled(1, import: 1))
        #expect(try trial.hours(0..<9).map(\.importWh) == [820, 1])
        #expect(try store.hours(0..<9).map(\.importWh) == [812])
        #expect(try Self.bytes(folder.path) == bytes)
        let missing = folder.path + "-missing"
        #expect(try HistoryStore.trial(of: missing).hours(0..<9) == [])
        #expect(!FileManager.default.fileExists(atPath: missing))
    }

    private static func bytes(_ path: String) throws -> [Data] {
        try ["", "-wal"].map { try Data(contentsOf: URL(filePath: path + $0)) }
    }

    @Test("What another connection writes is seen, what this one writes is not")
    func foreignVersion() throws {
        let folder = try HistoryFolder()
        let store = try HistoryStore(path: folder.path)
        let other = try HistoryStore(path: folder.path)
        let before = try store.foreignVersion()
        try store.save([HistoryFolder.hour(0, 812)])
        #expect(try store.foreignVersion() == before)
        _ = try other.hours(0..<1)
        try other.update { _ in }
        #expect(try store.foreignVersion() == before)
        try other.settle(Self.settled(0, import: 820))
        #expect(try store.foreignVersion() != before)
        #expect(try store.hours(0..<1).map(\.importWh) == [820])
    }
}
