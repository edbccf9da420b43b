import Civil
import Foundation
import Ledger
import TestSupport
import Testing

@testable import History

@Suite("Quarters and minutes")
struct DetailTests {
    static func detail(_ offset: Int, watts: Int = 1_200, export: Int = 0) -> HourDetail {
        HourDetail(
            start: HistoryFolder.start(offset),
            quarters: (0..<4).map { QuarterEnergy(importWh: watts / 4 + $0, exportWh: export) },
            minutes: (0..<60).map { $0 == 17 ? nil : MinutePower(importW: watts + $0, exportW: export) }
        )
    }

    @Test("They come back as they were, with minutes that were not seen")
    func roundTrip() throws {
        let folder = try HistoryFolder()
        let details = [Self.detail(0), Self.detail(1, watts: 99_000, export: 4)]
        do {
            let store = try HistoryStore(path: folder.path)
            try store.save([HistoryFolder.hour(0, 1_206), HistoryFolder.hour(1, 99_006)], details: details)
            try store.save([], details: [Self.detail(0, watts: 1_300)])
            try store.save([], details: [Self.detail(0)])
        }
        let store = try HistoryStore(path: folder.path)
        let meter = HistoryFolder.id
        let minutes = try store.minutes(of: meter, from: HistoryFolder.start(0), to: HistoryFolder.start(2))
        #expect(minutes.map(\.minutes) == details.map(\.minutes))
        #expect(minutes.map(\.start) == details.map(\.start))
        let quarters = try store.quarters(of: meter, from: HistoryFolder.start(0), to: HistoryFolder.start(2))
        #expect(quarters.map(\.energy) == details.flatMap(\.quarters))
        #expect(
            quarters.map(\.start) == (0..<8).map { HistoryFolder.start(0).adding(seconds: Int64($0) * 900) }
        )
        #expect(
            try store.quarters(of: "other", from: HistoryFolder.start(0), to: HistoryFolder.start(2)) == []
        )
    }

    @Test("Quarters that Elhub settled count in their direction; those of other hours are the measured ones")
    func settledQuarters() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        let meter = HistoryFolder.id
        try store.save([], details: [Self.detail(0, watts: 400, export: 9)])
        for turn in 0..<2 {
            let isNew = try store.update { session in
                let first = try session.settle(
                    quarters: [1, 2, 3, 4],
                    ofHour: HistoryFolder.start(0),
                    isExport: false,
                    of: meter
                )
                let second = try session.settle(
                    quarters: [5, 6, 7, 8],
                    ofHour: HistoryFolder.start(1),
                    isExport: true,
                    of: meter
                )
                return [first, second]
            }
            #expect(isNew == [turn == 0, turn == 0])
        }
        let quarters = try store.quarters(of: meter, from: HistoryFolder.start(0), to: HistoryFolder.start(2))
        #expect(quarters.map(\.energy.importWh) == [1, 2, 3, 4, 0, 0, 0, 0])
        #expect(quarters.map(\.energy.exportWh) == [9, 9, 9, 9, 5, 6, 7, 8])
    }

    @Test("Old minutes go a few hours at a time; hours and quarters stay")
    func retention() throws {
        let store = try HistoryStore(path: HistoryFolder().path, minutesDays: 2)
        let meter = HistoryFolder.id
        func kept() throws -> [Int] {
            try store.minutes(of: meter, from: Instant(unixSeconds: 0), to: .distantFuture).map {
                Int($0.start.milliseconds(since: HistoryFolder.seven) / 3_600_000)
            }
        }
        try store.save((0..<40).map { HistoryFolder.hour($0, 1) }, details: (0..<40).map { Self.detail($0) })
        #expect(try kept() == Array(0..<40))
        // The next hour is two days later: hours before the start of those go, the oldest first, twelve with each.
        try store.save([], details: [Self.detail(80)])
        #expect(try kept() == Array(12..<40) + [80])
        try store.save([], details: [Self.detail(81), Self.detail(82)])
        #expect(try kept() == Array(34..<40) + [80, 81, 82])
        #expect(try store.hours(0..<99).count == 40)
        #expect(
            try store.quarters(of: meter, from: Instant(unixSeconds: 0), to: .distantFuture).count == 43 * 4
        )
    }

    @Test("Every number of watts comes back from its bytes; nothing in them ends the program")
    func bytes() {
        var random = SeededRandom(3)
        for _ in 0..<500 {
            let watts = (0..<60).map { _ in
                random.once(in: 5) ? nil : Int(random.next() >> UInt64.random(in: 1...63, using: &random))
            }.map { $0 == .max ? nil : $0 }
            #expect(MinuteBlob.values(MinuteBlob.data(watts)) == watts)
            let noise = Data(random.bytes(Int.random(in: 0...200, using: &random)))
            #expect(MinuteBlob.values(noise).count == 60)
        }
        #expect(MinuteBlob.data([-1, .max]) == Data(repeating: 0, count: 60))
        #expect(MinuteBlob.data((0..<60).map { _ in 16_382 }).count == 120)
    }
}
