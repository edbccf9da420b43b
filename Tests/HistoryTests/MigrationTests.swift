import Civil
import GRDB
import Ledger
import Testing

@testable import History

@Suite("Migrations")
struct MigrationTests {
    @Test("A file of version 1 keeps its hours and its running hour, and takes what is new")
    func fromVersion1() throws {
        let folder = try HistoryFolder()
        do {
            let old = try DatabaseQueue(path: folder.path)
            try HistoryStore.migrator.migrate(old, upTo: "v1 meters, hours, ledgers")
            try old.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO meter VALUES ('6970631401753985', 'Kaifa', 'MA304H3E', 'KFM_001');
                        INSERT INTO hour VALUES ('6970631401753985', 1768460400, 812, 3, 'measured', 4100, 3590);
                        INSERT INTO hour VALUES ('6970631401753985', 1768464000, 900, 3, 'gap', NULL, 12);
                        INSERT INTO ledger VALUES ('s', '{}');
                        """
                )
                let columns = try database.columns(in: "hour").map(\.name)
                #expect(!columns.contains("suspect"))
            }
            try old.close()
        }
        let store = try HistoryStore(path: folder.path)
        let second = Hour(
            start: HistoryFolder.start(1),
            importWh: 900,
            exportWh: 3,
            quality: .gap,
            seenSeconds: 12
        )
        #expect(try store.hours(0..<9) == [HistoryFolder.hour(0, 812), second])
        try store.settle(
            HourRecord(
                start: HistoryFolder.start(1),
                settledImport: SettledEnergy(wattHours: 950, origin: .imported(quality: "Målt"))
            )
        )
        try store.save([HistoryFolder.hour(2, 5, isSuspect: true)])
        #expect(try store.hours(0..<9).map(\.importWh) == [812, 950, 5])
        #expect(try store.hours(0..<9).map(\.isSuspect) == [false, false, true])
        #expect(try store.view { try $0.meters() } == ["6970631401753985"])
    }

    @Test("The second migration is found done when the file is opened again, and a newer file is refused")
    func again() throws {
        let folder = try HistoryFolder()
        do {
            let store = try HistoryStore(path: folder.path)
            try store.save([HistoryFolder.hour(0, 812)])
        }
        #expect(try HistoryStore(path: folder.path).hours(0..<1) == [HistoryFolder.hour(0, 812)])
        do {
            let queue = try DatabaseQueue(path: folder.path)
            try queue.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99 of the future')")
            }
            try queue.close()
        }
        let error = #expect(throws: HistoryError.self) { try HistoryStore(path: folder.path) }
        #expect(error?.kind == .newerVersion)
        let trial = #expect(throws: HistoryError.self) { try HistoryStore.trial(of: folder.path) }
        #expect(trial?.kind == .newerVersion)
    }
}
