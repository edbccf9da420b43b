import Alerts
import Civil
import History
import Ledger
import Logging
import Meters

/// All that an earlier run has kept: in the history, and in its reserve what the history had no room for.
struct KeptPast {
    let store: HistoryStore
    /// Only what is newer than the history.
    let unwritten: Unwritten
    private let log: Logger

    init(_ store: HistoryStore, _ reserve: Reserve, _ log: Logger) {
        self.store = store
        self.log = log
        do throws(HistoryError) {
            var unwritten = try reserve.read()
            unwritten.ledgers = unwritten.ledgers.filter { source, record in
                Self.isNewer(record, than: store, source)
            }
            self.unwritten = unwritten
        } catch {
            log.error(
                "the reserve cannot be read, what was written there while the disk was full is lost: \(error)"
            )
            unwritten = Unwritten()
        }
    }

    /// It is not where the history was written after the reserve, and the daemon killed before it could empty that.
    private static func isNewer(_ record: Unwritten.Record, than store: HistoryStore, _ source: String)
        -> Bool
    {
        // A state that cannot be read is said when the ledger is restored.
        guard let spare = record.state.time, let kept = (try? store.state(of: source))?.time else {
            return true
        }
        return spare > kept
    }

    /// The ledger of a source as it was when the daemon stopped, with the hours of this month and the last, and the daily
    /// maxima of the year before them.
    func ledger(of source: String, _ settings: LedgerSettings, at now: Instant) throws(HistoryError) -> Ledger
    {
        let spare = unwritten.ledgers[source]
        let kept = try readable { () throws(HistoryError) in try store.state(of: source) }
        let model = try readable { () throws(HistoryError) in try store.forecastModel(of: source) }
        let state = spare?.state ?? kept
        guard let meter = state?.meter else {
            return Ledger(settings: settings, restoring: state, forecastModel: spare?.forecast ?? model)
        }
        let past = try PastHours(
            store,
            meter: meter.id,
            at: state?.time ?? now,
            in: settings.calendar,
            unwritten: spare?.hours ?? []
        )
        return Ledger(
            settings: settings,
            restoring: state,
            hours: past.hours,
            earlier: past.earlier,
            forecastModel: spare?.forecast ?? model
        )
    }

    /// The memory of a source's alert rules; without it they begin from nothing, and may raise what is raised already.
    func alertState(of source: String) -> AlertEngine.State? {
        do {
            let json =
                try unwritten.alertStates[source].map { Array($0.utf8) } ?? store.alertState(of: source)
            return try json.map { try AlertEngine.State(json: $0) }
        } catch {
            log.error(
                "what the alerts of \(source) remember cannot be read, they begin from nothing: \(error)"
            )
            return nil
        }
    }

    /// A value, or `nil` for one that this version cannot read, which is said.
    private func readable<Value>(_ read: () throws(HistoryError) -> Value?) throws(HistoryError) -> Value? {
        do throws(HistoryError) {
            return try read()
        } catch {
            guard case .unreadable = error.kind else { throw error }
            log.error("\(error); it begins from nothing")
            return nil
        }
    }
}
