import Foundation
import GRDB

extension HistoryStore {
    /// A number that is another one after another process, or another connection, has written to the file
    /// (https://sqlite.org/pragma.html#pragma_data_version). What is written here does not change it.
    public func foreignVersion() throws(HistoryError) -> Int {
        try read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }

    /// A copy in memory, to try something on: nothing that is done to it reaches the file. Where there is no file it is empty.
    public static func trial(of path: String) throws(HistoryError) -> HistoryStore {
        do {
            let copy = try DatabaseQueue()
            if FileManager.default.fileExists(atPath: path) {
                try reader(of: path).backup(to: copy)
            }
            try Connection.migrate(copy, path: path)
            return HistoryStore(
                Connection(copy, sharing: .inMemory),
                path: path,
                minutesDays: usualMinutesDays
            )
        } catch {
            throw HistoryError(error, path: path)
        }
    }
}
