import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Ninety days of a real home", .ownThread, .enabled(if: Shared.isPresent, Shared.why))
struct HouseholdTests {
    /// A minute's mean power and the second of its start, in order and without holes.
    static func minutes(days: Int) throws -> [(start: Int64, watts: Int)] {
        let data = try Shared.gunzip("household/minutes.csv.gz")
        var minutes: [(start: Int64, watts: Int)] = []
        minutes.reserveCapacity(days * 1_440)
        for line in data.prefix(days * 1_440 * 18).split(separator: UInt8(ascii: "\n")).dropFirst() {
            let fields = line.split(separator: UInt8(ascii: ","))
            guard fields.count == 2, let start = Int64(String(decoding: fields[0], as: UTF8.self)),
                let watts = Int(String(decoding: fields[1], as: UTF8.self))
            else { continue }
            minutes.append((start, watts))
            if minutes.count == days * 1_440 { break }
        }
        return minutes
    }

    /// The file is keyed by a clock of its own; its first day is taken for a month's.
    @Test("Hours, daily maxima and steps are those of the file itself")
    func ninetyDays() throws {
        let minutes = try Self.minutes(days: 90)
        let byStart = Dictionary(minutes.map { ($0.start, $0.watts) }, uniquingKeysWith: { $1 })
        var random = SeededRandom(2_006)
        var play = Play()
        var wattSeconds = 0
        var truth: [Int64: (wattMinutes: Int, minutes: Int)] = [:]
        var due: (register: Int, arrives: Int64)?
        for (start, watts) in minutes {
            let hour = start / 3_600 * 3_600
            truth[hour, default: (0, 0)].wattMinutes += watts
            truth[hour, default: (0, 0)].minutes += 1
            if start == hour {
                due = (wattSeconds / 36_000 * 10, start + Int64.random(in: 5...55, using: &random))
            }
            for second in stride(from: start, to: start + 60, by: 10) {
                let now = Instant(unixSeconds: second)
                if let list = due, second >= list.arrives {
                    due = nil
                    play.record(.registers(list.register, clock: now, power: watts), at: now)
                } else {
                    play.record(.power(watts), at: now)
                }
            }
            // A minute that the file leaves out is one that this meter does not count.
            wattSeconds += watts * 60
        }
        let hours = play.hours
        var checked = 0
        for (start, sum) in truth where sum.minutes == 60 && byStart[start + 3_600] != nil {
            let hour = try #require(hours[Instant(unixSeconds: start)])
            guard hour.quality == .measured else { continue }
            checked += 1
            #expect(abs(Double(hour.importWh) - Double(sum.wattMinutes) / 60) < 10, "\(hour.start)")
        }
        #expect(checked > 88 * 24)
        try checkPeaks(play, truth.filter { hours[Instant(unixSeconds: $0.key)]?.quality == .measured })
    }

    private func checkPeaks(_ play: Play, _ truth: [Int64: (wattMinutes: Int, minutes: Int)]) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Oslo"))
        var highest: [LocalMonth: [Int: Double]] = [:]
        for (start, sum) in truth {
            let date = Date(timeIntervalSince1970: Double(start))
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let month = LocalMonth(year: parts.year ?? 0, month: parts.month ?? 0)
            let wh = Double(sum.wattMinutes) / 60
            highest[month, default: [:]][parts.day ?? 0, default: 0] = max(
                highest[month]?[parts.day ?? 0] ?? 0,
                wh
            )
        }
        var compared = 0
        for (month, days) in highest {
            guard let status = play.months.last(where: { $0.month == month }) else { continue }
            compared += 1
            #expect(status.days.count == days.count, "\(month)")
            for peak in status.days {
                #expect(abs(Double(peak.importWh) - (days[peak.day.day] ?? -1)) < 10, "\(peak.day)")
            }
            let top = days.values.sorted(by: >).prefix(3)
            #expect(zip(status.counting, top).allSatisfy { abs(Double($0.importWh) - $1) < 10 })
            let mean = top.reduce(0, +) / Double(top.count)
            let bounds = [0, 2, 5, 10, 15, 20, 25, 50, 75, 100].map { $0 * 1_000.0 }
            #expect(bounds.allSatisfy { abs($0 - mean) > 10 }, "too close to a bound to compare")
            #expect(status.step?.number == bounds.filter { mean >= $0 }.count)
        }
        #expect(compared >= 4)
    }
}
