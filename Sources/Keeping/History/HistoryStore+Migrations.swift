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
        migrator.registerMigration("v2 settled hours, quarters, minutes") { database in
            try database.execute(
                sql: """
                    -- With row numbers, so that a state of the same length is written over the last one in place: see `padded`.
                    ALTER TABLE ledger RENAME TO ledger_v1;
                    CREATE TABLE ledger (
                        source TEXT NOT NULL PRIMARY KEY,
                        state TEXT NOT NULL
                    ) STRICT;
                    INSERT INTO ledger SELECT source, state FROM ledger_v1;
                    DROP TABLE ledger_v1;

                    ALTER TABLE hour ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0 CHECK (suspect IN (0, 1));

                    -- What was settled elsewhere, beside what was measured here: a measured write never touches it.
                    -- origin: 'imported' (with Elhub's word for the quality, and when it took the value) or 'edited'.
                    CREATE TABLE settled_hour (
                        meter TEXT NOT NULL,
                        start INTEGER NOT NULL CHECK (start % 3600 = 0),
                        import_wh INTEGER CHECK (import_wh >= 0),
                        import_origin TEXT CHECK (import_origin IN ('imported', 'edited')),
                        import_quality TEXT,
                        import_registered INTEGER,
                        export_wh INTEGER CHECK (export_wh >= 0),
                        export_origin TEXT CHECK (export_origin IN ('imported', 'edited')),
                        export_quality TEXT,
                        export_registered INTEGER,
                        PRIMARY KEY (meter, start),
                        CHECK ((import_wh IS NULL) = (import_origin IS NULL)),
                        CHECK ((export_wh IS NULL) = (export_origin IS NULL))
                    ) STRICT, WITHOUT ROWID;

                    -- Kept for ever, like the hours.
                    CREATE TABLE quarter (
                        meter TEXT NOT NULL,
                        start INTEGER NOT NULL CHECK (start % 900 = 0),
                        import_wh INTEGER NOT NULL CHECK (import_wh >= 0),
                        export_wh INTEGER NOT NULL CHECK (export_wh >= 0),
                        PRIMARY KEY (meter, start)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE settled_quarter (
                        meter TEXT NOT NULL,
                        start INTEGER NOT NULL CHECK (start % 900 = 0),
                        import_wh INTEGER CHECK (import_wh >= 0),
                        export_wh INTEGER CHECK (export_wh >= 0),
                        PRIMARY KEY (meter, start)
                    ) STRICT, WITHOUT ROWID;

                    -- Mean power of sixty minutes, an hour a row: see MinuteBlob. With row numbers, because a table without
                    -- puts rows of more than 230 bytes each on a page of its own.
                    CREATE TABLE minute (
                        meter TEXT NOT NULL,
                        start INTEGER NOT NULL CHECK (start % 3600 = 0),
                        import_w BLOB NOT NULL,
                        export_w BLOB,
                        PRIMARY KEY (meter, start)
                    ) STRICT;
                    """
            )
        }
        registerForecast(&migrator)
        registerOutbox(&migrator)
        return migrator
    }
}
