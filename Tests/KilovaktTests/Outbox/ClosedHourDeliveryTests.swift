import Civil
import Foundation
import History
import Ledger
import Logging
import Simulator
import TestSupport
import Testing

@testable import Daemon

/// Closed hours on their way to a broker that is away, from a daemon that is killed.
@Suite("Closed hours arrive", .timeLimit(.minutes(5)))
struct ClosedHourDeliveryTests {
    /// 2026-01-12T00:00:00Z.
    static let start = utc("2026-01-12T00:00:00Z")
    let folder: URL
    let broker: MosquittoServer
    let pipe: FIFO

    init() throws {
        folder = try Checkout.temporaryFolder()
        broker = try MosquittoServer()
        pipe = try FIFO(folder.appending(path: "pipe"))
    }

    private var configuration: String {
        """
        meters: [ { source: "file:FOLDER/pipe" } ]
        mqtt: { url: "\(broker.url)" }
        storage: { path: FOLDER/k.db }
        """
    }

    private func home() throws -> SimulatedMeter<Household> {
        try SimulatedMeter(
            model: .kamstrup,
            load: Household(seed: 5, calendar: .oslo),
            from: Self.start,
            calendar: .oslo
        )
    }

    /// What a subscriber has heard under `closed`: `start value quality`.
    private func told(_ subscriber: MosquittoSubscriber) throws -> [String] {
        try subscriber.published.filter { $0.topic.hasSuffix("/closed") }.map { message in
            let hour = try JSON(message.payload)
            return
                "\(hour["start"]?.text ?? "") \(hour["import_kwh"]?.double ?? -1) \(hour["quality"]?.text ?? "")"
        }
    }

    @Test("While the broker is away, through a kill -9 and restarts: all, in order, once")
    func outage() async throws {
        var meter = try home()
        // Nobody is at the broker's port. The first is killed with thirty hours behind it.
        let first = try TestDaemon(folder: folder, configuration)
        var writing = try await pipe.openForWriting()
        try await meter.write(until: Self.start.adding(seconds: 30 * 3_600), to: writing)
        first.program.send(signal: SIGKILL)
        await first.program.ended()
        try writing.close()
        // The second ends by itself when its capture does.
        let second = try TestDaemon(folder: folder, configuration)
        writing = try await pipe.openForWriting()
        try await meter.write(until: Self.start.adding(seconds: 40 * 3_600), to: writing)
        try writing.close()
        #expect(await second.program.ended() == 0, "\(second.program.output.suffix(3))")
        // The third finds the broker.
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let third = try TestDaemon(folder: folder, configuration)
        writing = try await pipe.openForWriting()
        try await meter.write(until: Self.start.adding(seconds: 45 * 3_600), to: writing)
        let last = Self.start.adding(seconds: 43 * 3_600).description
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == last }
        try writing.close()
        #expect(await third.program.ended() == 0)
        let told = try told(subscriber)
        #expect(Set(told).count == told.count, "none twice")
        let starts = told.compactMap { $0.split(separator: " ").first.map(String.init) }
        // Hours around the kill were told by power, and again when the meter's register was known; in order at first.
        var once: [String] = []
        for start in starts where !once.contains(start) { once.append(start) }
        #expect(starts.count <= once.count + 3)
        #expect(once == (0...43).map { Self.start.adding(seconds: $0 * 3_600).description })
        // A fourth has nothing to say of them.
        let fourth = try TestDaemon(folder: folder, configuration)
        #expect(await fourth.program.prints(": connected"))
        await fourth.stop()
        #expect(try self.told(subscriber).count == told.count)
    }

    @Test(
        "More than the publisher holds comes from the disk bit by bit, all and in order, and the disk hears of each"
    )
    func refilled() async throws {
        let path = folder.appending(path: "k.db").path
        do {
            let entries = (0..<1_700).map { number in
                OutboxEntry(
                    lane: "mqtt",
                    key: "test/\(number)",
                    time: Instant(Date()),
                    address: "kilovakt/1/closed",
                    body: Array("\(number)".utf8)
                )
            }
            try HistoryStore(path: path).append(entries)
        }
        try await broker.start()
        let subscriber = try await broker.subscriber("kilovakt/1/closed")
        let daemon = try TestDaemon(folder: folder, configuration)
        #expect(await subscriber.hears(1_700, under: "/closed"))
        #expect(subscriber.published.map(\.payload) == (0..<1_700).map { "\($0)" })
        await daemon.stop()
        #expect(try HistoryStore(path: path).waiting(lane: "mqtt", limit: 9).isEmpty)
    }

    @Test("Where the disk cannot be written, what is to be told goes out at once and without an id, once")
    func noDisk() async throws {
        let path = folder.appending(path: "k.db").path
        let store = try HistoryStore(path: path)
        let writer = try HistoryWriter(
            store: store,
            reserve: Reserve(besides: path),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let (handovers, handover) = AsyncStream.makeStream(of: [HistoryWriter.Handover].self)
        writer.onKept("mqtt") { handover.yield($0) }
        func batch(_ key: String) -> HistoryWriter.Batch {
            HistoryWriter.Batch(
                source: "s",
                meter: nil,
                hours: [],
                details: [],
                state: Ledger(settings: LedgerSettings(calendar: .oslo)).state,
                outgoing: [OutboxEntry(lane: "mqtt", key: key, time: Self.start, body: [])]
            )
        }
        var next = handovers.makeAsyncIterator()
        await writer.write(batch("a"))
        #expect(await next.next()?.map(\.id) == [1])
        let sql =
            "import sqlite3,sys; sqlite3.connect(sys.argv[1]).execute('ALTER TABLE outbox RENAME TO gone')"
        let python = URL(filePath: "/usr/bin/python3")
        #expect(try await RunningProgram.run(python, ["-c", sql, path]).code == 0)
        await writer.write(batch("b"))
        let unkept = await next.next()
        #expect(unkept?.map(\.id) == [nil])
        #expect(unkept?.map(\.entry.key) == ["b"])
        await writer.write(batch("c"))
        #expect(await next.next()?.map(\.entry.key) == ["c"])
    }

    @Test("A broker that is killed again and again misses none, and hears each in order")
    func restlessBroker() async throws {
        var meter = try home()
        try await broker.start()
        let daemon = try TestDaemon(folder: folder, configuration)
        let writing = try await pipe.openForWriting()
        var heard: [String] = []
        for round in 1...3 {
            let subscriber = try await broker.subscriber("kilovakt/+/closed")
            #expect(await daemon.program.prints { $0.count { $0.contains(": connected") } == round })
            try await meter.write(until: Self.start.adding(seconds: Int64(round) * 6 * 3_600), to: writing)
            let last = Self.start.adding(seconds: (Int64(round) * 6 - 2) * 3_600).description
            _ = try await subscriber.hears("/closed") { $0["start"]?.text == last }
            heard += try told(subscriber)
            await broker.stop()
            try await broker.start()
        }
        try writing.close()
        #expect(await daemon.program.ended() == 0)
        let starts = heard.compactMap { $0.split(separator: " ").first.map(String.init) }
        var once: [String] = []
        // What a broker did not confirm before it was killed comes again.
        for start in starts where !once.contains(start) { once.append(start) }
        #expect(once == once.sorted())
        #expect(once.count >= 16 && starts.count <= once.count + 3 * 20)
    }
}
