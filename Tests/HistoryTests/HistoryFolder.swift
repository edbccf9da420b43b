import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport

/// A history in a folder of its own.
struct HistoryFolder {
    let path: String
    static let id = "6970631401753985"
    static let meter = MeterIdentity(make: .kaifa, id: id, model: "MA304H3E", list: "KFM_001")
    /// 2026-01-15T07:00:00Z.
    static let seven = Instant(unixSeconds: 1_768_460_400)

    init() throws {
        path = try Checkout.temporaryFolder().appending(path: "kilovakt.db").path
    }

    static func start(_ offset: Int) -> Instant { seven.adding(seconds: Int64(offset) * 3_600) }

    static func hour(
        _ offset: Int,
        _ wattHours: Int,
        _ quality: HourQuality = .measured,
        isSuspect: Bool = false
    ) -> Hour {
        Hour(
            start: start(offset),
            importWh: wattHours,
            exportWh: 3,
            quality: quality,
            peakW: 4_100,
            seenSeconds: 3_590,
            isSuspect: isSuspect
        )
    }
}

extension HistoryStore {
    func save(_ hours: [Hour], details: [HourDetail] = []) throws {
        try save(hours: hours, details: details, of: HistoryFolder.meter, state: nil, source: "s")
    }

    func hours(_ offsets: Range<Int>) throws -> [Hour] {
        try hours(
            of: HistoryFolder.id,
            from: HistoryFolder.start(offsets.lowerBound),
            to: HistoryFolder.start(offsets.upperBound)
        )
    }

    func records(_ offsets: Range<Int>) throws -> [HourRecord] {
        try view {
            try $0.records(
                of: HistoryFolder.id,
                from: HistoryFolder.start(offsets.lowerBound),
                to: HistoryFolder.start(offsets.upperBound)
            )
        }
    }

    func settle(_ records: HourRecord...) throws {
        try update { session in
            for record in records { try session.settle(record, of: HistoryFolder.id) }
        }
    }
}
