import Civil
import History
import Logging
import Settings

/// The history on disk: what an earlier run left there, and the writer of what comes.
struct Stores: Sendable {
    let store: HistoryStore
    let past: KeptPast
    let writer: HistoryWriter

    /// - Parameter now: names a damaged file that is set aside.
    init(_ storage: Configuration.StorageSettings, at now: Instant, log: Logger) throws {
        let (store, setAside) = try HistoryStore.open(
            path: storage.path,
            settingAsideAt: now,
            minutesDays: storage.minutesDays
        )
        if let setAside {
            log.error("\(store.path): damaged; set aside as \(setAside), history goes on in a new file")
        }
        let reserve = Reserve(besides: store.path)
        self.store = store
        past = KeptPast(store, reserve, log)
        writer = try HistoryWriter(store: store, reserve: reserve, unwritten: past.unwritten, log: log)
    }
}
