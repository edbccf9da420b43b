public import Civil
import Foundation
import GRDB

/// What is to reach brokers and webhooks: kept until they have it, over restarts and power cuts.
extension HistoryStore {
    static func registerOutbox(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("outbox, alert states") { database in
            try database.execute(
                sql: """
                    -- Times in milliseconds since 1970, UTC.
                    CREATE TABLE outbox (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        lane TEXT NOT NULL,
                        key TEXT NOT NULL,
                        time INTEGER NOT NULL,
                        address TEXT NOT NULL,
                        body BLOB NOT NULL,
                        expires INTEGER,
                        state TEXT NOT NULL DEFAULT 'waiting'
                            CHECK (state IN ('waiting', 'delivered', 'refused', 'expired')),
                        tries INTEGER NOT NULL DEFAULT 0,
                        next_try INTEGER,
                        note TEXT,
                        finished INTEGER,
                        UNIQUE (lane, key)
                    ) STRICT;
                    CREATE INDEX outbox_waiting ON outbox (lane, id) WHERE state = 'waiting';

                    -- What the alert rules of a source remember.
                    CREATE TABLE alert_state (
                        source TEXT NOT NULL PRIMARY KEY,
                        state TEXT NOT NULL
                    ) STRICT;
                    """
            )
        }
    }

    // MARK: - In

    /// Keeps entries, in order and in one transaction.
    ///
    /// - Parameter alertStates: what the rules of these sources remember from now on.
    /// - Returns: those that were new, as they are kept.
    @discardableResult
    public func append(_ entries: [OutboxEntry], alertStates: [String: [UInt8]] = [:])
        throws(HistoryError) -> [KeptEntry]
    {
        try write { database in
            for (source, state) in alertStates {
                try database.execute(
                    sql: """
                        INSERT INTO alert_state (source, state) VALUES (?, ?)
                        ON CONFLICT (source) DO UPDATE SET state = excluded.state
                        """,
                    arguments: [source, String(decoding: state, as: UTF8.self)]
                )
            }
            return try Self.append(entries, in: database)
        }
    }

    static func append(_ entries: [OutboxEntry], in database: Database) throws -> [KeptEntry] {
        try entries.compactMap { entry in
            try database.cachedStatement(
                sql: """
                    INSERT INTO outbox (lane, key, time, address, body, expires) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (lane, key) DO NOTHING
                    """
            ).execute(arguments: [
                entry.lane, entry.key, entry.time.unixMilliseconds, entry.address, Data(entry.body),
                entry.expires?.unixMilliseconds,
            ])
            guard database.changesCount > 0 else { return nil }
            return KeptEntry(id: database.lastInsertedRowID, entry: entry, state: .waiting, tries: 0)
        }
    }

    // MARK: - Out

    /// What waits in a lane, oldest first.
    ///
    /// - Parameter id: begins behind this entry.
    public func waiting(lane: String, after id: Int64 = 0, limit: Int) throws(HistoryError) -> [KeptEntry] {
        try read { database in
            try Row.fetchAll(
                database,
                sql:
                    "SELECT * FROM outbox WHERE lane = ? AND id > ? AND state = 'waiting' ORDER BY id LIMIT ?",
                arguments: [lane, id, limit]
            ).map(KeptEntry.init)
        }
    }

    /// What came to be since a moment, of all lanes, oldest first.
    public func outbox(since: Instant, limit: Int = 10_000) throws(HistoryError) -> [KeptEntry] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM outbox WHERE time >= ? ORDER BY id LIMIT ?",
                arguments: [since.unixMilliseconds, limit]
            ).map(KeptEntry.init)
        }
    }

    // MARK: - What came of it

    /// An entry is done with. One that was done with before stays as it was.
    public func finish(_ id: Int64, as state: OutboxState, note: String? = nil, at time: Instant)
        throws(HistoryError)
    {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE outbox SET state = ?, note = coalesce(?, note), finished = ?, next_try = NULL
                    WHERE id = ? AND state = 'waiting'
                    """
            ).execute(arguments: [state.rawValue, note, time.unixMilliseconds, id])
        }
    }

    /// The same of many, in one transaction.
    public func finish(_ ids: [Int64], as state: OutboxState, at time: Instant) throws(HistoryError) {
        try write { database in
            let statement = try database.cachedStatement(
                sql:
                    "UPDATE outbox SET state = ?, finished = ?, next_try = NULL WHERE id = ? AND state = 'waiting'"
            )
            for id in ids {
                try statement.execute(arguments: [state.rawValue, time.unixMilliseconds, id])
            }
        }
    }

    /// Gives up what waits in a lane beyond its time.
    public func expire(lane: String, at time: Instant) throws(HistoryError) {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE outbox SET state = 'expired', finished = ?, next_try = NULL
                    WHERE lane = ? AND state = 'waiting' AND expires < ?
                    """
            ).execute(arguments: [time.unixMilliseconds, lane, time.unixMilliseconds])
        }
    }

    /// An entry was not taken, and waits.
    public func postpone(_ id: Int64, tries: Int, until next: Instant?, note: String) throws(HistoryError) {
        try write { database in
            try database.cachedStatement(
                sql:
                    "UPDATE outbox SET tries = ?, next_try = ?, note = ? WHERE id = ? AND state = 'waiting'"
            ).execute(arguments: [tries, next?.unixMilliseconds, note, id])
        }
    }

    /// Removes what was done with before a moment.
    public func purgeOutbox(before time: Instant) throws(HistoryError) {
        try write { database in
            try database.cachedStatement(
                sql: "DELETE FROM outbox WHERE state <> 'waiting' AND finished < ?"
            ).execute(arguments: [time.unixMilliseconds])
        }
    }

    /// What the alert rules of a source remember; `nil` when there is nothing.
    public func alertState(of source: String) throws(HistoryError) -> [UInt8]? {
        try read { database in
            try String.fetchOne(
                database,
                sql: "SELECT state FROM alert_state WHERE source = ?",
                arguments: [source]
            ).map { Array($0.utf8) }
        }
    }
}

extension KeptEntry {
    fileprivate init(_ row: Row) {
        func instant(_ column: String) -> Instant? {
            (row[column] as Int64?).map { Instant(unixMilliseconds: $0) }
        }
        id = row["id"]
        entry = OutboxEntry(
            lane: row["lane"],
            key: row["key"],
            time: Instant(unixMilliseconds: row["time"]),
            address: row["address"],
            body: Array(row["body"] as Data),
            expires: instant("expires")
        )
        // The table takes no other.
        state = OutboxState(rawValue: row["state"]) ?? .waiting
        tries = row["tries"]
        nextTry = instant("next_try")
        note = row["note"]
        finished = instant("finished")
    }
}
