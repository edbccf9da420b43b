import Civil

/// Tells the two hours apart that have the same local times in autumn.
///
/// A file with local times has both of them, one after the other: the order of the rows tells which is which. *Til* helps
/// where it is a local time too: from 02:00 to 02:00 is the first of them.
struct LocalOrder {
    private let calendar: LocalCalendar
    private var waiting: [Key: [ElhubRow]] = [:]
    /// The first and the last local time of the file, to see which way it goes.
    private var first: Int64?
    private var last: Int64?

    private struct Key: Hashable {
        var direction: ElhubDirection
        var clockSeconds: Int64
    }

    init(_ calendar: LocalCalendar) {
        self.calendar = calendar
    }

    /// Gives the moment at which the row begins; `nil` keeps the row until all have been seen.
    mutating func start(of row: ElhubRow) throws(ElhubProblem.Reason) -> Instant? {
        if let seconds = row.from.clockSeconds {
            first = first ?? seconds
            last = seconds
        }
        let starts = row.from.instants(in: calendar)
        guard let start = starts.first else { throw .noSuchTime(row.fromText) }
        guard starts.allSatisfy({ $0.unixSeconds % row.resolution.seconds == 0 }) else {
            throw .offBoundary(row.fromText)
        }
        guard starts.contains(where: { row.fits($0, calendar) }) else {
            throw .end(from: row.fromText, to: row.toText)
        }
        guard starts.count > 1, let seconds = row.from.clockSeconds else { return start }
        waiting[Key(direction: row.direction, clockSeconds: seconds), default: []].append(row)
        return nil
    }

    /// The rows that were kept, each with its moment, or with `nil` when nothing tells it.
    func settled() -> [(row: ElhubRow, start: Instant?)] {
        let isDescending = (first ?? 0) > (last ?? 0)
        return waiting.values.flatMap { rows -> [(row: ElhubRow, start: Instant?)] in
            let starts = rows[0].from.instants(in: calendar)
            guard rows.count <= 2, starts.count == 2 else { return rows.map { ($0, nil) } }
            let isFirst = rows.map { row in
                row.isEnd(row.end(of: starts[0]), calendar) && !row.isEnd(row.end(of: starts[1]), calendar)
            }
            if rows.count == 1 { return [(rows[0], isFirst[0] ? starts[0] : nil)] }
            // One that says it is the first is; else the order speaks.
            let isReversed = isFirst[0] == isFirst[1] ? isDescending : isFirst[1]
            return [(rows[0], starts[isReversed ? 1 : 0]), (rows[1], starts[isReversed ? 0 : 1])]
        }
    }
}
