import GRDB

extension HistoryStore {
    /// The numbers of the meters that there are hours of, measured or settled.
    public func metersWithHours() throws(HistoryError) -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM meter
                    WHERE EXISTS (SELECT 1 FROM hour WHERE meter = id)
                        OR EXISTS (SELECT 1 FROM settled_hour WHERE meter = id)
                    ORDER BY id
                    """
            )
        }
    }
}
