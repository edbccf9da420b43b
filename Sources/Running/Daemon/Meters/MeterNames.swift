import Synchronization

/// The ids of meters that send no number, by their sources: two that share one would share a history.
final class MeterNames: Sendable {
    private let sources = Mutex<[String: String]>([:])

    /// Keeps an id for a source.
    ///
    /// - Throws: an id that another source has.
    func claim(_ id: String, by source: String) throws(SharedNameError) {
        let owner = sources.withLock { sources in
            if sources[id] == nil { sources[id] = source }
            return sources[id] ?? source
        }
        guard owner == source else { throw SharedNameError(id: id, sources: [owner, source]) }
    }
}

/// Two meters that send no number and call themselves the same.
struct SharedNameError: Error, CustomStringConvertible {
    var id: String
    var sources: [String]

    var description: String {
        "meters: \(sources.joined(separator: " and ")) send no number and both call themselves \(id): their hours would be one "
            + "history. Give each an id of its own in the configuration, meters: [ { source: …, id: house }, { source: …, id: cabin } ]"
    }
}
