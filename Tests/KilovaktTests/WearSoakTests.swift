import Civil
import Foundation
import TestSupport
import Testing

/// The daemon through a simulated year, with each minute on the disk as in a real one: what it writes, and what memory it takes.
@Suite("A year of a memory card", .timeLimit(.minutes(30)))
struct WearSoakTests {
    private static let days = 365

    /// Nobody is at the broker's port: each hour's message is kept, and stays.
    @Test(
        "At most 5 MB a day are written, and memory stays what it was (make soak)",
        .enabled(if: SoakTests.isLong, "needs KILOVAKT_SOAK set")
    )
    func year() async throws {
        let folder = try Checkout.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let pipe = try FIFO(folder.appending(path: "pipe"))
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "file:FOLDER/pipe" } ]
            mqtt: { url: "mqtt://127.0.0.1:1" }
            storage: { path: FOLDER/k.db }
            """
        )
        let meter = try RunningProgram(
            Checkout.program,
            [
                "simulate", "--make", "kamstrup", "--from", "2026-01-01T00:00:00Z",
                "--hours", "\(Self.days * 24)", "--out", pipe.path,
            ]
        )
        let samples = await watch(daemon.program)
        #expect(await meter.ended() == 0)
        #expect(await daemon.program.ended() == 0, "\(daemon.program.output.suffix(5))")
        try report(samples, database: folder.appending(path: "k.db").path)
    }

    /// What the kernel counts of a program.
    private struct Sample {
        /// Handed to the kernel in write calls, in bytes.
        var written: Int
        /// Pages of memory that have to go to the disk, in bytes.
        var dirtied: Int
        var residentKB: Int
        var anonymousKB: Int

        init?(_ program: RunningProgram) {
            guard let io = program.kernelFile("io"), let status = program.kernelFile("status") else {
                return nil
            }
            func number(_ name: String, in text: String) -> Int? {
                let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
                return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
            }
            guard let written = number("wchar", in: io), let dirtied = number("write_bytes", in: io),
                let resident = number("VmRSS", in: status), let anonymous = number("RssAnon", in: status)
            else { return nil }
            self.written = written
            self.dirtied = dirtied
            residentKB = resident
            anonymousKB = anonymous
        }
    }

    /// Looks on, twenty times a second, until it has ended.
    private func watch(_ program: RunningProgram) async -> [Sample] {
        var samples: [Sample] = []
        while let sample = Sample(program) {
            samples.append(sample)
            try? await Task.sleep(for: .milliseconds(50))
        }
        return samples
    }

    private func report(_ samples: [Sample], database: String) throws {
        let last = try #require(samples.last)
        let early = samples[samples.count / 10]
        let size = try FileManager.default.attributesOfItem(atPath: database)[.size] as? Int ?? 0
        let writtenMB = Double(last.written) / 1e6 / Double(Self.days)
        print(
            """
            year: \(writtenMB) MB written a day (\(Double(last.dirtied) / 1e6 / Double(Self.days)) MB in pages), \
            database \(Double(size) / 1e6) MB; resident \(early.residentKB) kB after a tenth, \(last.residentKB) kB \
            at the end, anonymous \(early.anonymousKB) and \(last.anonymousKB) kB
            """
        )
        #expect(samples.count > 100, "or nothing was looked at")
        #expect(writtenMB <= 5)
        #expect(writtenMB > 0.5, "or each minute was not written")
        #expect(size <= 25_000_000)
        #expect(last.residentKB <= 40_000)
        #expect(last.anonymousKB <= 12_000)
        #expect(last.residentKB <= early.residentKB + 2_000)
        #expect(last.anonymousKB <= early.anonymousKB + 2_000)
    }
}
