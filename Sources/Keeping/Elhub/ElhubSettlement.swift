public import Civil

/// An hour that Elhub has settled, in one direction.
public struct ElhubHour: Sendable, Hashable {
    public var start: Instant
    public var direction: ElhubDirection
    /// In Wh.
    public var wattHours: Int
    public var quality: ElhubQuality?
    public var registered: Instant?
    /// Its four quarters in Wh, where the files have them.
    public var quarters: [Int]?
}

/// What several files say together: one value for each hour and direction.
public struct ElhubSettlement: Sendable {
    /// By direction and time.
    public private(set) var hours: [ElhubHour] = []
    /// Where files contradict each other, or quarters are missing.
    public private(set) var problems: [ElhubProblem] = []

    /// Puts files together.
    ///
    /// The same value twice is nothing. Of two that differ the one that Elhub registered later is right; where that does not
    /// tell them apart, neither is taken.
    ///
    /// - Throws: `ElhubError` when the files are of different metering points, by the numbers in their names.
    public init(_ files: [ElhubFile]) throws(ElhubError) {
        try Self.checkMeteringPoints(files)
        var hours = Intervals()
        var quarters = Intervals()
        for file in files {
            for value in file.values {
                let entry = Intervals.Entry(value, file: file.name)
                switch value.resolution {
                case .hour: hours.add(entry)
                case .quarter: quarters.add(entry)
                }
            }
        }
        addHours(of: quarters, to: &hours)
        problems += quarters.problems + hours.problems
        self.hours = hours.entries.map(\.hour).sorted {
            ($0.direction == .consumption ? 0 : 1, $0.start) < (
                $1.direction == .consumption ? 0 : 1, $1.start
            )
        }
    }

    private static func checkMeteringPoints(_ files: [ElhubFile]) throws(ElhubError) {
        var first: String?
        for file in files {
            guard let point = file.meteringPoint else { continue }
            if let first, first != point {
                throw ElhubError(kind: .otherMeteringPoint(point, than: first), file: file.name)
            }
            first = point
        }
    }

    /// Four quarters make an hour; less make none.
    private mutating func addHours(of quarters: Intervals, to hours: inout Intervals) {
        let parts = Dictionary(grouping: quarters.entries) {
            Intervals.Key(start: $0.hour.start.hourStart, direction: $0.hour.direction)
        }
        for (key, group) in parts.sorted(by: { $0.value[0].line < $1.value[0].line }) {
            let entries = group.sorted { $0.hour.start < $1.hour.start }
            guard entries.count == 4 else {
                problems.append(entries[0].problem(.partOfHour(quarters: entries.count)))
                continue
            }
            var whole = entries[0]
            whole.hour.start = key.start
            whole.hour.wattHours = entries.reduce(0) { $0 + $1.hour.wattHours }
            whole.hour.quality = entries.compactMap(\.hour.quality).max { $0.doubt < $1.doubt }
            whole.hour.registered = entries.compactMap(\.hour.registered).max()
            whole.hour.quarters = entries.map(\.hour.wattHours)
            hours.add(whole)
        }
    }
}

/// Values of one length by their time, each with where it comes from.
private struct Intervals {
    struct Key: Hashable {
        var start: Instant
        var direction: ElhubDirection
    }

    struct Entry {
        var hour: ElhubHour
        var file: String
        var line: Int

        init(_ value: ElhubValue, file: String) {
            hour = ElhubHour(
                start: value.start,
                direction: value.direction,
                wattHours: value.wattHours,
                quality: value.quality,
                registered: value.registered
            )
            self.file = file
            line = value.line
        }

        func problem(_ reason: ElhubProblem.Reason) -> ElhubProblem {
            ElhubProblem(file: file, line: line, reason: reason)
        }
    }

    private var taken: [Key: Entry] = [:]
    /// Intervals that nobody can tell the energy of.
    private var disputed: [Key: Entry] = [:]
    private(set) var problems: [ElhubProblem] = []

    var entries: [Entry] { Array(taken.values) }

    mutating func add(_ entry: Entry) {
        let key = Key(start: entry.hour.start, direction: entry.hour.direction)
        if let other = disputed[key] {
            dispute(entry, other)
            return
        }
        guard var known = taken[key] else {
            taken[key] = entry
            return
        }
        let isLater = (entry.hour.registered?.unixSeconds ?? 0) > (known.hour.registered?.unixSeconds ?? 0)
        if entry.hour.wattHours == known.hour.wattHours {
            if isLater {
                known.hour.registered = entry.hour.registered
                known.hour.quality = entry.hour.quality
            }
            known.hour.quarters = known.hour.quarters ?? entry.hour.quarters
            taken[key] = known
        } else if entry.hour.registered == known.hour.registered {
            taken[key] = nil
            disputed[key] = known
            problems.append(known.problem(.contradiction(otherFile: entry.file, otherLine: entry.line)))
            dispute(entry, known)
        } else if isLater {
            taken[key] = entry
        }
    }

    private mutating func dispute(_ entry: Entry, _ other: Entry) {
        problems.append(entry.problem(.contradiction(otherFile: other.file, otherLine: other.line)))
    }
}
