import Civil
import Meters

/// The hours by either scale, while it is not known which is right.
///
/// Both books get every register. What is told meanwhile comes from a third, by power alone; the right one then replaces it,
/// with registers, baselines and the hours that it closed, as if the scale had been known all along.
struct ScaleDoubt: Sendable, Codable, Equatable {
    /// By tens and by ones. An array and not two properties, because a ledger's state is in the way of every message and this
    /// is almost never there.
    private var candidates: [Candidate]

    struct Candidate: Sendable, Codable, Equatable {
        let scale: EnergyScale
        var book: HourBook
        /// The hours that it closed and nobody was told, the last value of each.
        private(set) var hours: [ClosedHour] = []
        private(set) var notices: [LedgerNotice] = []

        init(_ scale: EnergyScale, _ book: HourBook) {
            self.scale = scale
            self.book = book
        }

        /// An empty home's 5 W take a day to decide. Hours before stay as they were told: by power.
        private static let longestWait = 48
        private static let mostNotices = 20

        mutating func keep(_ outcome: HourBook.Outcome) {
            for closed in outcome.closed {
                // The told book reports the minutes.
                let closed = closed.withoutMinutes
                if let known = hours.lastIndex(where: { $0.hour.start == closed.hour.start }) {
                    hours[known] = closed
                } else {
                    hours.append(closed)
                }
            }
            hours.removeFirst(max(0, hours.count - Self.longestWait))
            notices.append(contentsOf: outcome.notices.prefix(Self.mostNotices - notices.count))
        }

        mutating func advance(to now: Instant) {
            var outcome = book.advance(to: now)
            // The told book reports what time brings about.
            outcome.notices = []
            keep(outcome)
        }

        mutating func record(_ register: RegisterReading) -> HourBook.Outcome {
            let outcome = book.record(register)
            keep(outcome)
            return outcome
        }
    }

    /// - Parameter scale: by which the book's registers were read.
    init(_ book: HourBook, in scale: EnergyScale) {
        candidates = EnergyScale.allCases.map { other in
            var converted = book
            converted.convert(from: scale, to: other)
            return Candidate(other, converted)
        }
    }

    /// - Returns: `nil` never, but for a state from elsewhere.
    subscript(_ scale: EnergyScale) -> Candidate? { candidates.first { $0.scale == scale } }

    mutating func advance(to now: Instant) {
        for index in candidates.indices { candidates[index].advance(to: now) }
    }

    mutating func hold(_ reading: Reading, at now: Instant) {
        for index in candidates.indices { candidates[index].book.hold(reading, at: now) }
    }

    /// Books a register by either scale.
    ///
    /// - Parameter scale: the scale by which it was read.
    /// - Returns: true when counting starts elsewhere with it, by this scale.
    mutating func record(_ register: RegisterReading, in scale: EnergyScale) -> Bool {
        var startsAnew = false
        for index in candidates.indices {
            let other = candidates[index].scale
            let outcome = candidates[index].record(register.converted(from: scale, to: other))
            startsAnew = startsAnew || (other == scale && outcome.startsAnew)
        }
        return startsAnew
    }
}
