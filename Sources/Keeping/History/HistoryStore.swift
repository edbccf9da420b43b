import Foundation
import GRDB

/// The closed hours of every meter, and what each ledger has to remember over a restart, in one SQLite file.
///
/// In WAL with full sync at each commit: after a power cut the last commit is there. Writes come at most once a minute and
/// when an hour closes, so that a memory card lives.
public final class HistoryStore: Sendable {
    public let path: String
    private let database: DatabaseQueue
    /// How long the minutes are kept, in days.
    let minutesDays: Int

    /// The power curve of a year, and a month to look back from its end.
    public static let usualMinutesDays = 400

    /// Opens the file, makes it if there is none, and brings it to this version's tables.
    ///
    /// - Parameter minutesDays: for how many days the power of each minute is kept.
    /// - Throws: `HistoryError`. Nothing of a file that cannot be read is changed.
    public convenience init(
        path: String,
        minutesDays: Int = HistoryStore.usualMinutesDays
    ) throws(HistoryError) {
        do {
            let database = try DatabaseQueue(path: path, configuration: Self.configuration)
            try self.init(database, path: path, minutesDays: minutesDays)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// Brings a database to this version's tables.
    init(_ database: DatabaseQueue, path: String, minutesDays: Int) throws {
        self.path = path
        self.database = database
        self.minutesDays = minutesDays
        let migrator = Self.migrator
        guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
            throw HistoryError(.newerVersion, path: path)
        }
        try migrator.migrate(database)
    }

    /// Opens a file to read in, beside the daemon that writes it; nothing in it is changed.
    ///
    /// - Throws: `HistoryError`; `missing` where there is no file.
    public init(reading path: String) throws(HistoryError) {
        self.path = path
        minutesDays = Self.usualMinutesDays
        guard FileManager.default.fileExists(atPath: path) else { throw HistoryError(.missing, path: path) }
        do {
            database = try Self.reader(of: path)
            let migrator = Self.migrator
            let (isNewer, isWhole) = try database.read {
                (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0))
            }
            guard !isNewer else { throw HistoryError(.newerVersion, path: path) }
            guard isWhole else { throw HistoryError(.olderVersion, path: path) }
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// A connection that writes nothing.
    static func reader(of path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        // A log that somebody left is theirs to write back; beside a file without one, a connection that may not write would
        // leave an empty one.
        configuration.readonly = FileManager.default.fileExists(atPath: path + "-wal")
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
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

    func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }
}

extension HistoryError {
    /// SQLite's result, in a household's words.
    init(_ error: any Error, path: String) {
        if let error = error as? HistoryError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other(String(describing: error)), path: path)
            return
        }
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self.init(.damaged, path: path)
        case .SQLITE_FULL: self.init(.diskFull, path: path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: self.init(.notWritable, path: path)
        default: self.init(.other(error.message ?? String(describing: error)), path: path)
        }
    }
}
