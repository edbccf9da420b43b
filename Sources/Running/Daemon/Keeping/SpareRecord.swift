import History
import Logging

/// The reserve beside the history, and whether it holds what the history does not.
struct SpareRecord {
    private let reserve: Reserve
    private let log: Logger
    private var isUsed: Bool
    private var isFailing = false

    /// - Parameter unwritten: what an earlier run left there.
    init(_ reserve: Reserve, holds unwritten: Unwritten, log: Logger) {
        self.reserve = reserve
        self.log = log
        isUsed = !unwritten.isEmpty
    }

    /// Whether all that waits for the history is in the reserve.
    var isWhole: Bool { isUsed && !isFailing }

    /// Makes the reserve where it is missing and there is room for it.
    func layOut() {
        do throws(HistoryError) {
            try reserve.layOut()
        } catch {
            log.warning("the reserve for a full disk cannot be made: \(error)")
        }
    }

    /// Writes what waits for the history.
    mutating func keep(_ unwritten: Unwritten) {
        do throws(HistoryError) {
            try reserve.write(unwritten)
            isUsed = true
            isFailing = false
        } catch {
            if !isFailing { log.error("what the history does not take is kept in memory only: \(error)") }
            isFailing = true
        }
    }

    /// Forgets it, once the history has all of it.
    mutating func clear() {
        guard isUsed else { return }
        do throws(HistoryError) {
            try reserve.clear()
            isUsed = false
        } catch {
            // It is older than the history then, and passed over at the next start.
            if !isFailing { log.warning("the reserve cannot be emptied: \(error)") }
            isFailing = true
        }
    }
}
