import BenchmarkSupport
import Civil
import Foundation
import Ledger
import Meters

/// Measures what a message costs in the ledger, forecast and learning included, and holds it to its bound.
///
///     ForecastBenchmark [--json]
@main
struct ForecastBenchmark {
    /// What a message may take on average, in ns.
    private static let boundNanoseconds = 50_000.0
    private static let days = 30

    static func main() {
        reportingErrors(run)
    }

    private static func run() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.allSatisfy({ $0 == "--json" }) else { throw BenchmarkError("there is only --json") }
        let report = try Report(nanoseconds: measured())
        if arguments.isEmpty {
            print(report.text)
        } else {
            print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        }
        if report.mean_ns > boundNanoseconds { exit(1) }
    }

    /// A message each ten seconds, of a home whose power changes with most of them; the time of each.
    private static func measured() throws -> [Double] {
        guard let calendar = LocalCalendar(identifier: "Europe/Oslo") else {
            throw BenchmarkError("no zone Europe/Oslo")
        }
        var ledger = Ledger(settings: LedgerSettings(calendar: calendar))
        var reading = Reading(make: .kamstrup)
        var now = Instant(unixSeconds: 1_767_225_600)
        var state: UInt64 = 1
        var nanoseconds: [Double] = []
        let clock = ContinuousClock()
        for message in 0..<days * 8_640 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let base = message / 180 % 4 == 0 ? 3_000 : 400
            reading.powerImportW = base + Int(state >> 33) % 200
            var events: [LedgerEvent] = []
            let time = clock.measure { events = ledger.record(reading, at: now) }
            guard events.contains(where: \.isHour) else {
                throw BenchmarkError("a message without a forecast")
            }
            nanoseconds.append(Double(time.components.attoseconds) / 1e9)
            now = now.adding(seconds: 10)
        }
        return nanoseconds
    }
}

/// Times in ns.
private struct Report: Encodable {
    var messages: Int
    var mean_ns: Double
    var median_ns: Double
    var p99_ns: Double
    /// Of the messages of an hour the one that takes longest is the one after which it learns; the median of those.
    var learning_ns: Double
    var longest_ns: Double

    init(nanoseconds: [Double]) {
        let sorted = nanoseconds.sorted()
        messages = sorted.count
        mean_ns = sorted.reduce(0, +) / Double(sorted.count)
        median_ns = sorted[sorted.count / 2]
        p99_ns = sorted[sorted.count * 99 / 100]
        longest_ns = sorted[sorted.count - 1]
        let hours = stride(from: 0, to: nanoseconds.count, by: 360).compactMap { start in
            nanoseconds[start..<min(start + 360, nanoseconds.count)].max()
        }
        learning_ns = hours.sorted()[hours.count / 2]
    }

    var text: String {
        let figures = [
            ("mean", mean_ns), ("median", median_ns), ("99 % are below", p99_ns),
            ("longest of an hour, in which it learns (median)", learning_ns), ("longest of all", longest_ns),
        ]
        let lines = figures.map { name, value in
            name.padding(toLength: 50, withPad: " ", startingAt: 0)
                + String(format: "%8.1f µs", value / 1_000)
        }
        return (["\(messages) messages through Ledger.record"] + lines).joined(separator: "\n")
    }
}

extension LedgerEvent {
    fileprivate var isHour: Bool {
        if case .hour = self { true } else { false }
    }
}
