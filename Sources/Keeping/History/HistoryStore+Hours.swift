public import Civil
import Foundation
import GRDB
public import Ledger
public import Meters

extension HistoryStore {
    // MARK: - Writes

    /// Books hours and what the ledger remembers in one transaction: after a crash either both are there or neither, so no
    /// hour is lost and none is counted twice.
    ///
    /// - Parameters:
    ///   - hours: an hour that was measured already is replaced; what was settled elsewhere stands beside it, untouched. One
    ///     that is itself `imported` or `edited` is settled, and takes no measured one's place.
    ///   - details: quarters and minutes of hours. Minutes that are older than they are kept go, a few hours' at a time.
    ///   - meter: whose hours they are.
    ///   - source: where the ledger reads, as in the configuration.
    ///   - outgoing: what others are to be told of these hours.
    /// - Returns: what of `outgoing` was new, as it is kept.
    @discardableResult
    public func save(
        hours: [Hour],
        details: [HourDetail] = [],
        of meter: MeterIdentity?,
        state: LedgerState?,
        source: String,
        outgoing: [OutboxEntry] = []
    ) throws(HistoryError) -> [KeptEntry] {
        let text = try state.map { state throws(HistoryError) in try encoded(state) }
        return try write { database in
            if let meter {
                try Self.remember(meter, in: database)
                for hour in hours { try Self.book(hour, of: meter.id, in: database) }
                for detail in details { try Self.book(detail, of: meter.id, in: database) }
                try removeOldMinutes(before: details, of: meter.id, in: database)
            }
            if let text {
                try database.cachedStatement(
                    sql: """
                        INSERT INTO ledger (source, state) VALUES (?, ?)
                        ON CONFLICT (source) DO UPDATE SET state = excluded.state
                        """
                ).execute(arguments: [source, Self.padded(text)])
            }
            return try Self.append(outgoing, in: database)
        }
    }

    /// A text that is written each minute, filled with blanks to one of few lengths: SQLite then writes over the row in place, and
    /// only the pages that differ. With any other length it takes new pages each time, and its list of free ones as well.
    static func padded(_ text: String) -> String {
        var length = 900
        // What fits into the page of the row, and then one page more each (https://sqlite.org/fileformat2.html#b_tree_pages).
        while length < text.utf8.count { length += 1_020 }
        return text + String(repeating: " ", count: length - text.utf8.count)
    }

    static func remember(_ meter: MeterIdentity, in database: Database) throws {
        // No write where nothing is new: each one wears the card.
        try database.cachedStatement(
            sql: """
                INSERT INTO meter (id, make, model, list) VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET make = excluded.make, model = excluded.model, list = excluded.list
                WHERE (make, model, list) <> (excluded.make, excluded.model, excluded.list)
                """
        ).execute(arguments: [meter.id, meter.make.rawValue, meter.model, meter.list])
    }

    static func book(_ hour: Hour, of meter: String, in database: Database) throws {
        if let origin = SettledOrigin(hour.quality) {
            try HistorySession(database).settle(hour, as: origin, of: meter)
            return
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO hour (meter, start, import_wh, export_wh, quality, peak_w, seen_seconds, suspect)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (meter, start) DO UPDATE SET
                    import_wh = excluded.import_wh, export_wh = excluded.export_wh, quality = excluded.quality,
                    peak_w = excluded.peak_w, seen_seconds = excluded.seen_seconds, suspect = excluded.suspect
                """
        ).execute(arguments: [
            meter, hour.start.unixSeconds, hour.importWh, hour.exportWh, hour.quality.rawValue, hour.peakW,
            hour.seenSeconds, hour.isSuspect ? 1 : 0,
        ])
    }

    // MARK: - Reads

    /// The state of this source's ledger; `nil` when there is none.
    ///
    /// - Throws: `unreadable` for one of a version that cannot be read any more: without it the running hour begins from
    ///   nothing, and nothing else is lost.
    public func state(of source: String) throws(HistoryError) -> LedgerState? {
        let text = try read { database in
            try String.fetchOne(
                database,
                sql: "SELECT state FROM ledger WHERE source = ?",
                arguments: [source]
            )
        }
        guard let text else { return nil }
        do {
            return try JSONDecoder().decode(LedgerState.self, from: Data(text.utf8))
        } catch {
            throw HistoryError(
                .unreadable("the running hour of \(source) cannot be read: \(error)"),
                path: path
            )
        }
    }

    /// The hours of a meter that begin in `from..<to`, in order, each as it is best known: as it was settled, where it was, and
    /// as it was measured otherwise.
    public func hours(of meter: String, from: Instant, to: Instant) throws(HistoryError) -> [Hour] {
        try read { database in
            var hours: [Hour] = []
            try HistorySession(database).forEachRecord(of: meter, from: from, to: to) {
                hours.append($0.effective)
            }
            return hours
        }
    }

    private func encoded(_ state: LedgerState) throws(HistoryError) -> String {
        do {
            return String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
        } catch {
            throw HistoryError(.other("the running hour cannot be written: \(error)"), path: path)
        }
    }
}
