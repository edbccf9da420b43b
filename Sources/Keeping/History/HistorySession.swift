public import Civil
import GRDB
import Ledger
import Meters

/// Reads and writes within one transaction.
public struct HistorySession {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }
}

extension HistoryStore {
    /// Does all of it or, when it throws, nothing. Where nothing is written, the file stays as it is.
    public func update<Value>(_ body: (HistorySession) throws -> Value) throws(HistoryError) -> Value {
        try write { try body(HistorySession($0)) }
    }

    /// Reads of one moment.
    public func view<Value>(_ body: (HistorySession) throws -> Value) throws(HistoryError) -> Value {
        try read { try body(HistorySession($0)) }
    }
}

extension HistorySession {
    // MARK: - Meters

    /// The numbers of the meters that have a history, in order.
    public func meters() throws -> [String] {
        try String.fetchAll(database, sql: "SELECT id FROM meter ORDER BY id")
    }

    /// Makes a meter that has not spoken yet; one that is there stays as it is.
    public func add(meter: String) throws {
        guard try !meters().contains(meter) else { return }
        try HistoryStore.remember(
            MeterIdentity(make: .unknown, id: meter, model: "", list: ""),
            in: database
        )
    }

    // MARK: - Hours

    /// Goes through all that is known of a meter's hours that begin in `from..<to`, in order, holding one at a time.
    public func forEachRecord(
        of meter: String,
        from: Instant,
        to: Instant,
        _ body: (HourRecord) throws -> Void
    ) throws {
        let arguments: StatementArguments = [meter, from.unixSeconds, to.unixSeconds]
        let measured = try Row.fetchCursor(
            database.cachedStatement(sql: Self.measuredSQL),
            arguments: arguments
        )
        let settled = try Row.fetchCursor(
            database.cachedStatement(sql: Self.settledSQL),
            arguments: arguments
        )
        // Two lists in order, run through side by side.
        var hour = try measured.next().map(Hour.init(row:))
        var record = try settled.next().map(HourRecord.init(row:))
        while hour != nil || record != nil {
            let start = min(hour?.start ?? .distantFuture, record?.start ?? .distantFuture)
            var whole = HourRecord(start: start)
            if let next = record, next.start == start {
                whole = next
                record = try settled.next().map(HourRecord.init(row:))
            }
            if let next = hour, next.start == start {
                whole.measured = next
                hour = try measured.next().map(Hour.init(row:))
            }
            try body(whole)
        }
    }

    /// All that is known of the hours that begin in `from..<to`.
    public func records(of meter: String, from: Instant, to: Instant) throws -> [HourRecord] {
        var records: [HourRecord] = []
        try forEachRecord(of: meter, from: from, to: to) { records.append($0) }
        return records
    }

    /// The first and the last hour that was measured here.
    public func measuredSpan(of meter: String) throws -> ClosedRange<Instant>? {
        try span("hour", meter)
    }

    /// The first and the last hour that anything is known of.
    public func span(of meter: String) throws -> ClosedRange<Instant>? {
        let spans = try [span("hour", meter), span("settled_hour", meter)].compactMap { $0 }
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() else {
            return nil
        }
        return first...last
    }

    private func span(_ table: String, _ meter: String) throws -> ClosedRange<Instant>? {
        // Each by itself: so SQLite finds both ends by the key.
        let ends = try ["MIN", "MAX"].map { end in
            try Int64.fetchOne(
                database,
                sql: "SELECT \(end)(start) FROM \(table) WHERE meter = ?",
                arguments: [meter]
            )
        }
        guard let first = ends[0], let last = ends[1] else { return nil }
        return Instant(unixSeconds: first)...Instant(unixSeconds: last)
    }

    private static let measuredSQL = """
        SELECT start, import_wh, export_wh, quality, peak_w, seen_seconds, suspect FROM hour
        WHERE meter = ? AND start >= ? AND start < ? ORDER BY start
        """
    private static let settledSQL = """
        SELECT start, import_wh, import_origin, import_quality, import_registered,
            export_wh, export_origin, export_quality, export_registered FROM settled_hour
        WHERE meter = ? AND start >= ? AND start < ? ORDER BY start
        """
}

// Columns by their place in the two statements above: a year is 8760 rows, and a name is looked up in each.

extension SettledEnergy {
    /// - Parameter first: where the energy stands; origin, quality and registration follow.
    fileprivate init?(row: Row, from first: Int) {
        guard let wattHours = row[first] as Int? else { return nil }
        if row[first + 1] as String? == HourQuality.edited.rawValue {
            self.init(wattHours: wattHours, origin: .edited)
        } else {
            let registered = (row[first + 3] as Int64?).map { Instant(unixSeconds: $0) }
            self.init(
                wattHours: wattHours,
                origin: .imported(quality: row[first + 2], registered: registered)
            )
        }
    }
}

extension HourRecord {
    fileprivate init(row: Row) {
        self.init(
            start: Instant(unixSeconds: row[0]),
            settledImport: SettledEnergy(row: row, from: 1),
            settledExport: SettledEnergy(row: row, from: 5)
        )
    }
}

extension Hour {
    fileprivate init(row: Row) {
        self.init(
            start: Instant(unixSeconds: row[0]),
            importWh: row[1],
            exportWh: row[2],
            // A quality of a later version is at least not certain.
            quality: HourQuality(rawValue: row[3]) ?? .gap,
            peakW: row[4],
            seenSeconds: row[5],
            isSuspect: row[6]
        )
    }
}
