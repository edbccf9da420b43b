import GRDB

extension HistoryStore {
    /// Forward only. A migration that was released is never changed: the next one mends it.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1 meters, hours, ledgers") { database in
            try database.execute(
                sql: """
                    CREATE TABLE meter (
                        id TEXT NOT NULL PRIMARY KEY,
                        make TEXT NOT NULL,
                        model TEXT NOT NULL,
                        list TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;

                    -- One row an hour: start in seconds since 1970, UTC; energy in Wh.
                    CREATE TABLE hour (
                        meter TEXT NOT NULL,
                        start INTEGER NOT NULL CHECK (start % 3600 = 0),
                        import_wh INTEGER NOT NULL CHECK (import_wh >= 0),
                        export_wh INTEGER NOT NULL CHECK (export_wh >= 0),
                        quality TEXT NOT NULL,
                        peak_w INTEGER,
                        seen_seconds INTEGER NOT NULL,
                        PRIMARY KEY (meter, start)
                    ) STRICT, WITHOUT ROWID;

                    -- What a ledger remembers of the running hour, by the source it reads.
                    CREATE TABLE ledger (
                        source TEXT NOT NULL PRIMARY KEY,
                        state TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        registerForecast(&migrator)
        return migrator
    }
}
