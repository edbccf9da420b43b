import GRDB

extension HistoryStore {
    /// The numbers of the meters that there are hours of.
    public func metersWithHours() throws(HistoryError) -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: "SELECT id FROM meter WHERE EXISTS (SELECT 1 FROM hour WHERE meter = id) ORDER BY id"
            )
        }
    }
}
