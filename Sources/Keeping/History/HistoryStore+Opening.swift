public import Civil
import Foundation
import GRDB

extension HistoryStore {
    /// Opens the history for a program that goes on whatever it finds.
    ///
    /// A file that is damaged, or no database at all, is set aside under another name and a new one begun: nothing is deleted.
    /// Where the disk is full, `sharing` says what could be done; `share` is to be called when there may be room.
    ///
    /// - Parameter now: names the file that is set aside.
    /// - Returns: the history, and where the old file went, if one did.
    public static func open(
        path: String,
        settingAsideAt now: Instant,
        minutesDays: Int = HistoryStore.usualMinutesDays
    ) throws(HistoryError) -> (store: HistoryStore, setAside: String?) {
        do {
            return (try HistoryStore(connecting: path, minutesDays: minutesDays), nil)
        } catch let error where error.kind == .damaged {
            let aside = "\(path).damaged-\(now)"
            try move(path, to: aside)
            return (try HistoryStore(connecting: path, minutesDays: minutesDays), aside)
        }
    }

    /// Goes over to the file as other programs share it, once there is room for that.
    ///
    /// - Returns: whether it did just now.
    public func share() throws(HistoryError) -> Bool {
        guard sharing != .withOthers, DiskRoom.sufficesToOpen(path) else { return false }
        do {
            try change { connection in
                guard connection.sharing == .alone else {
                    let shared = try Connection(path: path, sharing: .withOthers, takesIndexBlocks: true)
                    try Self.copy(connection.database, to: shared.database)
                    connection = shared
                    return
                }
                // The one connection is to be closed before another is opened.
                try connection.database.close()
                do {
                    connection = try Connection(path: path, sharing: .withOthers, takesIndexBlocks: true)
                } catch {
                    connection = try Connection(path: path, sharing: .alone)
                    throw error
                }
            }
            return true
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    private convenience init(connecting path: String, minutesDays: Int) throws(HistoryError) {
        self.init(try Self.connect(path), path: path, minutesDays: minutesDays)
    }

    private static func connect(_ path: String) throws(HistoryError) -> Connection {
        do throws(HistoryError) {
            guard DiskRoom.sufficesToOpen(path) else { throw HistoryError(.diskFull, path: path) }
            return try Connection(path: path, sharing: .withOthers, takesIndexBlocks: true)
        } catch let error where error.kind == .diskFull {
            return try connectWithoutRoom(path)
        }
    }

    private static func connectWithoutRoom(_ path: String) throws(HistoryError) -> Connection {
        do throws(HistoryError) {
            if FileManager.default.fileExists(atPath: path) {
                return try Connection(path: path, sharing: .alone)
            }
        } catch let error where error.kind == .diskFull {
            // Not at this version's tables, which there is no room to make.
        }
        do {
            return Connection(try inMemory(path), sharing: .inMemory)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// An empty database in memory, whose outbox counts from behind that of any file.
    private static func inMemory(_ path: String) throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        try Connection.migrate(database, path: path)
        try database.write {
            try $0.execute(sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', 1000000000000)")
        }
        return database
    }

    /// Puts everything that memory has into the file.
    private static func copy(_ memory: DatabaseQueue, to file: DatabaseQueue) throws {
        let tables = [
            "meter", "hour", "settled_hour", "quarter", "minute", "ledger", "forecast", "alert_state",
        ]
        try memory.read { memory in
            try file.write { file in
                for table in tables { try copy(table, memory, to: file, replacing: true) }
                try copy("outbox", memory, to: file, replacing: false)
            }
        }
    }

    /// - Parameter replacing: whether rows of the same key are replaced, or stay as they are.
    private static func copy(_ table: String, _ memory: Database, to file: Database, replacing: Bool) throws {
        let rows = try Row.fetchCursor(memory, sql: "SELECT * FROM \(table)")
        while let row = try rows.next() {
            let columns = row.columnNames.joined(separator: ", ")
            let marks = Array(repeating: "?", count: row.count).joined(separator: ", ")
            try file.execute(
                sql:
                    "INSERT OR \(replacing ? "REPLACE" : "IGNORE") INTO \(table) (\(columns)) VALUES (\(marks))",
                arguments: StatementArguments(Array(row.databaseValues))
            )
        }
    }

    private static func move(_ path: String, to aside: String) throws(HistoryError) {
        do {
            // The log belongs to the file: beside a new one it would be taken for that one's.
            for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
        } catch {
            throw HistoryError(.notWritable, path: path)
        }
    }
}
