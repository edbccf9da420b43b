import Civil
import Ledger
import Testing

@testable import History

@Suite("Outbox")
struct OutboxTests {
    private static func entry(_ key: String, lane: String = "mqtt", at offset: Int = 0) -> OutboxEntry {
        OutboxEntry(
            lane: lane,
            key: key,
            time: HistoryFolder.start(offset),
            address: "kilovakt/1/closed",
            body: Array(key.utf8),
            expires: HistoryFolder.start(offset + 24)
        )
    }

    @Test("What waits comes out of its lane in order, whole, and after the file was opened again")
    func order() throws {
        let folder = try HistoryFolder()
        do {
            let store = try HistoryStore(path: folder.path)
            try store.append([Self.entry("a"), Self.entry("x", lane: "webhook/phone"), Self.entry("b")])
            try store.save(
                hours: [HistoryFolder.hour(0, 812)],
                of: HistoryFolder.meter,
                state: nil,
                source: "s",
                outgoing: [Self.entry("c")]
            )
        }
        let store = try HistoryStore(path: folder.path)
        let waiting = try store.waiting(lane: "mqtt", limit: 10)
        #expect(waiting.map(\.entry) == [Self.entry("a"), Self.entry("b"), Self.entry("c")])
        #expect(try store.waiting(lane: "mqtt", limit: 2).map(\.entry.key) == ["a", "b"])
        #expect(
            try store.waiting(lane: "mqtt", after: waiting[0].id, limit: 9).map(\.entry.key) == ["b", "c"]
        )
        #expect(try store.waiting(lane: "webhook/phone", limit: 9).map(\.entry.key) == ["x"])
    }

    @Test("A key is taken once in a lane, also after it was delivered")
    func once() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        let first = try store.append([Self.entry("a"), Self.entry("a")])
        #expect(first.count == 1)
        try store.finish(first[0].id, as: .delivered, at: HistoryFolder.start(1))
        #expect(try store.append([Self.entry("a")]).isEmpty)
        #expect(try store.append([Self.entry("a", lane: "webhook/a")]).count == 1)
    }

    @Test("What came of it is kept, and the first end counts")
    func states() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        let kept = try store.append([Self.entry("a"), Self.entry("b"), Self.entry("c", at: 5)])
        try store.postpone(kept[0].id, tries: 2, until: HistoryFolder.start(2), note: "500")
        let postponed = try #require(try store.waiting(lane: "mqtt", limit: 1).first)
        #expect(
            postponed.tries == 2 && postponed.nextTry == HistoryFolder.start(2) && postponed.note == "500"
        )
        try store.finish(kept[0].id, as: .delivered, at: HistoryFolder.start(3))
        try store.finish(kept[0].id, as: .expired, note: "late", at: HistoryFolder.start(4))
        try store.finish(kept[1].id, as: .refused, note: "404", at: HistoryFolder.start(3))
        let all = try store.outbox(since: HistoryFolder.start(0))
        #expect(all.map(\.state) == [.delivered, .refused, .waiting])
        #expect(all.map(\.note) == ["500", "404", nil])
        #expect(all.map(\.finished) == [HistoryFolder.start(3), HistoryFolder.start(3), nil])
        #expect(try store.outbox(since: HistoryFolder.start(5)).map(\.entry.key) == ["c"])
        try store.purgeOutbox(before: HistoryFolder.start(9))
        #expect(try store.outbox(since: HistoryFolder.start(0)).map(\.entry.key) == ["c"])
    }

    @Test("Entries and what the rules remember are kept together")
    func alertStates() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        #expect(try store.alertState(of: "s") == nil)
        try store.append([Self.entry("a")], alertStates: ["s": Array("{1}".utf8)])
        try store.append([], alertStates: ["s": Array("{2}".utf8), "t": Array("{}".utf8)])
        #expect(try store.alertState(of: "s") == Array("{2}".utf8))
        #expect(try store.waiting(lane: "mqtt", limit: 9).count == 1)
    }

    @Test("Many are finished at once, and what waits beyond its time is given up, in its lane alone")
    func many() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        let kept = try store.append(
            ["a", "b", "c"].map { Self.entry($0) } + [Self.entry("x", lane: "webhook/phone")]
        )
        try store.finish(kept.prefix(2).map(\.id) + [999], as: .delivered, at: HistoryFolder.start(1))
        #expect(try store.waiting(lane: "mqtt", limit: 9).map(\.entry.key) == ["c"])
        try store.expire(lane: "mqtt", at: HistoryFolder.start(24))
        #expect(try store.waiting(lane: "mqtt", limit: 9).count == 1)
        try store.expire(lane: "mqtt", at: HistoryFolder.start(25))
        #expect(try store.waiting(lane: "mqtt", limit: 9).isEmpty)
        #expect(try store.waiting(lane: "webhook/phone", limit: 9).count == 1)
        let states = try store.outbox(since: HistoryFolder.start(-1)).map(\.state)
        #expect(states == [.delivered, .delivered, .expired, .waiting])
    }

    @Test("Hours and what others are told of them are booked both or not at all")
    func together() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        let negative = Hour(
            start: HistoryFolder.start(0),
            importWh: -1,
            exportWh: 0,
            quality: .measured,
            seenSeconds: 3_600
        )
        #expect(throws: HistoryError.self) {
            try store.save(
                hours: [negative],
                of: HistoryFolder.meter,
                state: nil,
                source: "s",
                outgoing: [Self.entry("a")]
            )
        }
        #expect(try store.waiting(lane: "mqtt", limit: 9).isEmpty)
    }
}
