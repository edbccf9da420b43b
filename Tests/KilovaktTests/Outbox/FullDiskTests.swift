import Civil
import Foundation
import History
import Ledger
import Simulator
import TestSupport
import Testing

/// The program on a disk that is full before it starts, while it runs and when it ends.
@Suite("A full disk", .timeLimit(.minutes(5)))
struct FullDiskTests {
    private static let start = ClosedHourDeliveryTests.start
    private let folder: URL
    private let broker: MosquittoServer
    private let pipe: FIFO

    init() throws {
        folder = try Checkout.temporaryFolder()
        broker = try MosquittoServer()
        pipe = try FIFO(folder.appending(path: "pipe"))
    }

    private func daemon(on disk: SmallDisk) throws -> TestDaemon {
        try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "file:FOLDER/pipe" } ]
            mqtt: { url: "\(broker.url)" }
            storage: { path: \(disk.folder.path)/k.db }
            """
        )
    }

    /// Has a daemon hear a home up to an hour, and waits until the hour before last is told.
    private func live(
        _ meter: inout SimulatedMeter<Household>,
        until hour: Int64,
        _ writing: FileHandle,
        _ subscriber: MosquittoSubscriber
    ) async throws {
        let end = Self.start.adding(seconds: hour * 3_600)
        try await meter.write(until: end, to: writing)
        let last = end.adding(seconds: -2 * 3_600).description
        _ = try await subscriber.hears("/closed") { $0["start"]?.text == last }
    }

    private func home() throws -> SimulatedMeter<Household> {
        try SimulatedMeter(
            model: .kamstrup,
            load: Household(seed: 5, calendar: .oslo),
            from: Self.start,
            calendar: .oslo
        )
    }

    @Test("Through kill -9, a stop and starts on the full disk: nothing is told worse, and nothing is lost")
    func throughout() async throws {
        guard let disk = try await SmallDisk() else { return }
        // It goes with its last use, and the history is read behind that.
        defer { withExtendedLifetime(disk) {} }
        var meter = try home()
        try await broker.start()
        let subscriber = try await broker.subscriber("kilovakt/+/closed")
        // It fills while the first runs, which is killed.
        let first = try daemon(on: disk)
        var writing = try await pipe.openForWriting()
        try await live(&meter, until: 4, writing, subscriber)
        try disk.fill()
        try await live(&meter, until: 12, writing, subscriber)
        first.program.send(signal: SIGKILL)
        #expect(await first.program.ended() == -SIGKILL, "\(first.program.output.suffix(5))")
        try writing.close()
        // The second starts on the full disk, and is stopped.
        let second = try daemon(on: disk)
        writing = try await pipe.openForWriting()
        try await live(&meter, until: 18, writing, subscriber)
        await second.stop()
        try writing.close()
        // The third starts on it too; then there is room.
        let third = try daemon(on: disk)
        writing = try await pipe.openForWriting()
        try await live(&meter, until: 22, writing, subscriber)
        try disk.free()
        try await live(&meter, until: 26, writing, subscriber)
        try writing.close()
        #expect(await third.program.ended() == 0, "\(third.program.output.suffix(5))")

        let told = try subscriber.published.map { try JSON($0.payload) }
        #expect(
            told.allSatisfy { $0["quality"]?.text == "measured" },
            "\(subscriber.published.map(\.payload))"
        )
        let starts = told.compactMap { $0["start"]?.text }
        #expect(Set(starts) == Set((0...24).map { Self.start.adding(seconds: $0 * 3_600).description }))
        // Other programs can read it, and every hour is in it.
        let store = try HistoryStore(reading: disk.folder.appending(path: "k.db").path)
        let id = try #require(try store.metersWithHours().first)
        let hours = try store.hours(of: id, from: Self.start, to: .distantFuture)
        #expect(hours.map(\.start) == (0..<Int64(hours.count)).map { Self.start.adding(seconds: $0 * 3_600) })
        #expect(hours.count >= 25 && hours.allSatisfy { $0.quality == .measured }, "\(hours)")
    }

    @Test(
        "The first start of all on a full disk reads and publishes, and makes the history when there is room"
    )
    func firstStart() async throws {
        guard let disk = try await SmallDisk() else { return }
        // It goes with its last use, and the history is read behind that.
        defer { withExtendedLifetime(disk) {} }
        try disk.fill()
        var meter = try home()
        try await broker.start()
        let subscriber = try await broker.subscriber("kilovakt/+/closed")
        let daemon = try daemon(on: disk)
        let writing = try await pipe.openForWriting()
        try await live(&meter, until: 4, writing, subscriber)
        #expect(!FileManager.default.fileExists(atPath: disk.folder.appending(path: "k.db").path))
        try disk.free()
        try await live(&meter, until: 6, writing, subscriber)
        try writing.close()
        #expect(await daemon.program.ended() == 0, "\(daemon.program.output.suffix(5))")
        let store = try HistoryStore(reading: disk.folder.appending(path: "k.db").path)
        let id = try #require(try store.metersWithHours().first)
        #expect(try store.hours(of: id, from: Self.start, to: .distantFuture).count >= 5)
        #expect(try store.waiting(lane: "mqtt", limit: 9).isEmpty)
    }
}
