public import Civil
import Foundation
import GRDB
public import Ledger

/// A quarter of an hour and what it took.
public struct Quarter: Sendable, Hashable {
    public var start: Instant
    public var energy: QuarterEnergy

    public init(start: Instant, energy: QuarterEnergy) {
        self.start = start
        self.energy = energy
    }
}

/// An hour's minutes.
public struct HourMinutes: Sendable, Hashable {
    /// The start of the hour.
    public var start: Instant
    /// Mean power of the sixty minutes; `nil` for one that was not seen.
    public var minutes: [MinutePower?]
}

extension HistoryStore {
    // MARK: - Writes

    static func book(_ detail: HourDetail, of meter: String, in database: Database) throws {
        for (index, quarter) in detail.quarters.enumerated() {
            try database.cachedStatement(
                sql: """
                    INSERT INTO quarter (meter, start, import_wh, export_wh) VALUES (?, ?, ?, ?)
                    ON CONFLICT (meter, start) DO UPDATE SET
                        import_wh = excluded.import_wh, export_wh = excluded.export_wh
                    """
            ).execute(arguments: [
                meter, detail.start.unixSeconds + Int64(index) * 900, quarter.importWh, quarter.exportWh,
            ])
        }
        guard detail.minutes.contains(where: { $0 != nil }) else { return }
        let isExporting = detail.minutes.contains { ($0?.exportW ?? 0) != 0 }
        try database.cachedStatement(
            sql: """
                INSERT INTO minute (meter, start, import_w, export_w) VALUES (?, ?, ?, ?)
                ON CONFLICT (meter, start) DO UPDATE SET import_w = excluded.import_w, export_w = excluded.export_w
                """
        ).execute(arguments: [
            meter, detail.start.unixSeconds, MinuteBlob.data(detail.minutes.map { $0?.importW }),
            // A home without production stores nothing of it.
            isExporting ? MinuteBlob.data(detail.minutes.map { $0?.exportW }) : nil,
        ])
    }

    /// A few hours' with each hour that is new: never a long transaction, and a clock that is years ahead for an hour takes no
    /// more than that with it.
    func removeOldMinutes(before details: [HourDetail], of meter: String, in database: Database) throws {
        guard let newest = details.map(\.start).max() else { return }
        try database.cachedStatement(
            sql: """
                DELETE FROM minute WHERE rowid IN
                    (SELECT rowid FROM minute WHERE meter = ? AND start < ? ORDER BY start LIMIT ?)
                """
        ).execute(arguments: [
            meter, newest.unixSeconds - Int64(minutesDays) * 86_400, Self.mostHoursRemoved * details.count,
        ])
    }

    private static let mostHoursRemoved = 12

    // MARK: - Reads

    /// The quarters of a meter that begin in `from..<to`, in order: as Elhub settled them, where it did by quarters, and as they
    /// were measured otherwise. Those of an hour that was settled as a whole are the measured ones, and may add up to something
    /// else than it.
    public func quarters(of meter: String, from: Instant, to: Instant) throws(HistoryError) -> [Quarter] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT start, MAX(settled_import) AS settled_import, MAX(settled_export) AS settled_export,
                        MAX(import_wh) AS import_wh, MAX(export_wh) AS export_wh
                    FROM (
                        SELECT start, import_wh, export_wh, NULL AS settled_import, NULL AS settled_export
                        FROM quarter WHERE meter = :meter AND start >= :from AND start < :to
                        UNION ALL
                        SELECT start, NULL, NULL, import_wh, export_wh
                        FROM settled_quarter WHERE meter = :meter AND start >= :from AND start < :to
                    ) GROUP BY start ORDER BY start
                    """,
                arguments: ["meter": meter, "from": from.unixSeconds, "to": to.unixSeconds]
            ).map { row in
                let energy = QuarterEnergy(
                    importWh: row["settled_import"] ?? row["import_wh"] ?? 0,
                    exportWh: row["settled_export"] ?? row["export_wh"] ?? 0
                )
                return Quarter(start: Instant(unixSeconds: row["start"]), energy: energy)
            }
        }
    }

    /// The minutes of the hours of a meter that begin in `from..<to`, in order; an hour of which none was seen is left out.
    public func minutes(of meter: String, from: Instant, to: Instant) throws(HistoryError) -> [HourMinutes] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT start, import_w, export_w FROM minute
                    WHERE meter = ? AND start >= ? AND start < ? ORDER BY start
                    """,
                arguments: [meter, from.unixSeconds, to.unixSeconds]
            ).map { row in
                let imports = MinuteBlob.values(row["import_w"])
                let exports = (row["export_w"] as Data?).map(MinuteBlob.values) ?? []
                let minutes = imports.enumerated().map { index, watts in
                    watts.map {
                        MinutePower(importW: $0, exportW: (index < exports.count ? exports[index] : nil) ?? 0)
                    }
                }
                return HourMinutes(start: Instant(unixSeconds: row["start"]), minutes: minutes)
            }
        }
    }
}

extension HistorySession {
    /// Books the four quarters of an hour as they were settled, in one direction.
    ///
    /// - Parameter isExport: whether it is what was fed in.
    /// - Returns: whether that changed anything.
    public func settle(
        quarters: [Int],
        ofHour start: Instant,
        isExport: Bool,
        of meter: String
    ) throws -> Bool {
        let column = isExport ? "export_wh" : "import_wh"
        let before = database.totalChangesCount
        for (index, wattHours) in quarters.enumerated() {
            try database.cachedStatement(
                sql: """
                    INSERT INTO settled_quarter (meter, start, \(column)) VALUES (?, ?, ?)
                    ON CONFLICT (meter, start) DO UPDATE SET \(column) = excluded.\(column)
                    WHERE \(column) IS NOT excluded.\(column)
                    """
            ).execute(arguments: [meter, start.unixSeconds + Int64(index) * 900, wattHours])
        }
        return database.totalChangesCount != before
    }
}
