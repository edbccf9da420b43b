import Foundation
import GRDB
import Glibc

/// Who can use the file of a history beside the program that has it open.
public enum Sharing: Sendable {
    /// Other programs can: import, export, `peaks`.
    case withOthers
    /// Nobody: opened so on a full disk, where the index that programs share would find no room. What is in the file can be read
    /// here, and is written as soon as there is room.
    case alone
    /// There is no file: everything is in memory until one can be made.
    case inMemory
}

/// An open database, at this version's tables.
final class Connection: Sendable {
    let database: DatabaseQueue
    let sharing: Sharing
    private let index: Int32?

    /// A database that is at this version's tables.
    init(_ database: DatabaseQueue, sharing: Sharing, index: Int32? = nil) {
        self.database = database
        self.sharing = sharing
        self.index = index
    }

    /// Brings a database to this version's tables.
    static func migrate(_ database: DatabaseQueue, path: String) throws {
        let migrator = HistoryStore.migrator
        guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
            throw HistoryError(.newerVersion, path: path)
        }
        try migrator.migrate(database)
    }

    /// Reads a file through that is shorter than its pages, some of which are then in the log, as after a crash, or lost.
    private static func checkLength(of path: String, _ database: DatabaseQueue) throws {
        try database.read { database in
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let pageBytes = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard let bytes = attributes[.size] as? Int64 ?? (attributes[.size] as? Int).map(Int64.init),
                bytes < pages * pageBytes
            else { return }
            guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else {
                throw HistoryError(.damaged, path: path)
            }
        }
    }

    /// Opens a file, and makes it if there is none.
    ///
    /// - Parameter takesIndexBlocks: for a program that runs for long: see `IndexFile`.
    convenience init(path: String, sharing: Sharing, takesIndexBlocks: Bool = false) throws(HistoryError) {
        do {
            let database = try DatabaseQueue(path: path, configuration: Self.configuration(sharing))
            // The index is there once something was read.
            _ = try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            try Self.checkLength(of: path, database)
            try Self.migrate(database, path: path)
            let index = takesIndexBlocks ? try IndexFile.allocate(for: path) : nil
            self.init(database, sharing: sharing, index: index)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    deinit {
        // There is nobody to tell of an error any more; the next to open the file finds its log.
        try? database.close()
        if let index { Glibc.close(index) }
    }

    private static func configuration(_ sharing: Sharing) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Before the first look at the file: the index is then in memory (https://sqlite.org/wal.html#noshm).
            if sharing == .alone { try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
            // Small pages: what is written each minute fits one or two, and each commit writes whole pages.
            try database.execute(sql: "PRAGMA page_size = 1024")
            // Half a megabyte of pages is a month; SQLite's own two would fill up in a year and stay.
            try database.execute(sql: "PRAGMA cache_size = -512")
            // Said here and not by GRDB's setting, which writes to the file at each opening.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }
}
