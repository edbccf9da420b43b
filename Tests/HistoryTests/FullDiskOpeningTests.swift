import Civil
import Foundation
import History
import Ledger
import TestSupport
import Testing

@Suite("Opening a history without room, or with a part of it lost")
struct FullDiskOpeningTests {
    private static let now = HistoryFolder.seven

    @Test("On a full disk a history is opened alone and read; when there is room, others share it")
    func alone() async throws {
        guard let disk = try await SmallDisk() else { return }
        let path = disk.folder.appending(path: "k.db").path
        do {
            let store = try HistoryStore(path: path)
            try store.save([HistoryFolder.hour(0, 812)])
        }
        try disk.fill()
        #expect(throws: HistoryError(.diskFull, path: path)) { try HistoryStore(path: path) }
        #expect(throws: HistoryError(.diskFull, path: path)) { try HistoryStore(reading: path) }
        let store = try HistoryStore.open(path: path, settingAsideAt: Self.now).store
        #expect(store.sharing == .alone)
        #expect(try store.hours(0..<2).map(\.importWh) == [812])
        #expect(throws: HistoryError(.diskFull, path: path)) {
            for number in 0..<5_000 { try store.save([HistoryFolder.hour(number, 1)]) }
        }
        #expect(try !store.share())
        try disk.free()
        #expect(try store.share())
        #expect(store.sharing == .withOthers)
        try store.save([HistoryFolder.hour(1, 900)])
        #expect(try HistoryStore(reading: path).hours(1..<2).map(\.importWh) == [900])
    }

    @Test(
        "Without a file and without room it is in memory, and all of it goes into the file when there is room"
    )
    func inMemory() async throws {
        guard let disk = try await SmallDisk() else { return }
        let path = disk.folder.appending(path: "k.db").path
        try disk.fill()
        let store = try HistoryStore.open(path: path, settingAsideAt: Self.now).store
        #expect(store.sharing == .inMemory)
        try store.save([HistoryFolder.hour(0, 812)])
        let kept = try store.append([OutboxEntry(lane: "mqtt", key: "1", time: Self.now, body: [1])])
        try disk.free()
        #expect(try store.share())
        let other = try HistoryStore(reading: path)
        #expect(try other.hours(0..<1).map(\.importWh) == [812])
        #expect(try other.waiting(lane: "mqtt", limit: 9) == kept)
    }

    @Test("A file that was cut to half beside a whole log is set aside, and a new history begun")
    func cut() throws {
        let path = try HistoryFolder().path
        let other = try HistoryFolder().path
        do {
            let store = try HistoryStore(path: path)
            for number in 0..<2_000 { try store.save([HistoryFolder.hour(number, 700)]) }
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: other + suffix)
            }
        }
        let file = try FileHandle(forUpdating: URL(filePath: other))
        try file.truncate(atOffset: file.seekToEnd() / 2)
        try file.close()
        let (store, setAside) = try HistoryStore.open(path: other, settingAsideAt: Self.now)
        let aside = try #require(setAside)
        #expect(FileManager.default.fileExists(atPath: aside))
        #expect(try store.hours(0..<2_000).isEmpty)
        try store.save([HistoryFolder.hour(0, 812)])
    }
}
