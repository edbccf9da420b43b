public import Civil
import Foundation

extension HistoryStore {
    /// Opens the history; a file that is damaged, or no database at all, is set aside under another name and a new one
    /// begun: nothing is deleted, and the daemon goes on.
    ///
    /// - Parameter now: names the file that is set aside.
    /// - Returns: the history, and where the old file went, if one did.
    public static func open(
        path: String,
        settingAsideAt now: Instant,
        minutesDays: Int = HistoryStore.usualMinutesDays
    ) throws(HistoryError) -> (store: HistoryStore, setAside: String?) {
        do {
            return (try HistoryStore(path: path, minutesDays: minutesDays), nil)
        } catch let error where error.kind == .damaged {
            let aside = "\(path).damaged-\(now)"
            try move(path, to: aside)
            return (try HistoryStore(path: path, minutesDays: minutesDays), aside)
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
