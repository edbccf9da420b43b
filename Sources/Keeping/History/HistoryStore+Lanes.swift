public import Civil
import GRDB

/// Whole lanes of the outbox.
extension HistoryStore {
    /// Gives up what waits in all lanes of a kind but these.
    ///
    /// - Parameter prefix: how the lanes of the kind begin.
    /// - Returns: how many entries were given up.
    public func expire(lanesBeginning prefix: String, except lanes: [String], note: String, at time: Instant)
        throws(HistoryError) -> Int
    {
        try write { database in
            let waiting = try String.fetchAll(
                database,
                sql: "SELECT DISTINCT lane FROM outbox WHERE state = 'waiting'"
            )
            return try waiting.filter { $0.hasPrefix(prefix) && !lanes.contains($0) }.reduce(0) {
                count,
                lane in
                try database.execute(
                    sql: """
                        UPDATE outbox SET state = 'expired', note = ?, finished = ?, next_try = NULL
                        WHERE lane = ? AND state = 'waiting'
                        """,
                    arguments: [note, time.unixMilliseconds, lane]
                )
                return count + database.changesCount
            }
        }
    }
}
