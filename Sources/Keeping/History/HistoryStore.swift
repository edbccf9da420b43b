import Foundation
import GRDB
import Synchronization

/// The closed hours of every meter, and what each ledger has to remember over a restart, in one SQLite file.
///
/// In WAL with full sync at each commit: after a power cut the last commit is there. Writes come at most once a minute and
/// when an hour closes, so that a memory card lives.
public final class HistoryStore: Sendable {
    public let path: String
    private let connection: Mutex<Connection>
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
        try Self.checkRoom(path)
        let connection = try Connection(path: path, sharing: .withOthers)
        self.init(connection, path: path, minutesDays: minutesDays)
    }

    /// A store over a connection that is open.
    init(_ connection: Connection, path: String, minutesDays: Int) {
        self.path = path
        self.connection = Mutex(connection)
        self.minutesDays = minutesDays
    }

    /// Opens a file to read in, beside the daemon that writes it; nothing in it is changed.
    ///
    /// - Throws: `HistoryError`; `missing` where there is no file.
    public init(reading path: String) throws(HistoryError) {
        self.path = path
        minutesDays = Self.usualMinutesDays
        guard FileManager.default.fileExists(atPath: path) else { throw HistoryError(.missing, path: path) }
        try Self.checkRoom(path)
        do {
            let database = try Self.reader(of: path)
            connection = Mutex(Connection(database, sharing: .withOthers))
            let migrator = HistoryStore.migrator
            let (isNewer, isWhole) = try database.read {
                (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0))
            }
            guard !isNewer else { throw HistoryError(.newerVersion, path: path) }
            guard isWhole else { throw HistoryError(.olderVersion, path: path) }
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// An index is there while another program has the file open; a new one needs room, see `IndexFile`.
    private static func checkRoom(_ path: String) throws(HistoryError) {
        guard FileManager.default.fileExists(atPath: path + "-shm") || DiskRoom.sufficesToOpen(path) else {
            throw HistoryError(.diskFull, path: path)
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

    func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    private var database: DatabaseQueue { connection.withLock { $0.database } }

    /// Who can use the file beside this store.
    public var sharing: Sharing { connection.withLock { $0.sharing } }

    /// Replaces the connection; what was read and written before is over.
    func change(_ body: (inout Connection) throws -> Void) rethrows {
        try connection.withLock { try body(&$0) }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }
}
