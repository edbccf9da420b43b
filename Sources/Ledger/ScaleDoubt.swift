import Meters

/// The hours by either scale, while nobody knows which is right.
///
/// Both books take every register. What is told meanwhile comes from a third, by power alone; the right one then takes its
/// place, with registers, baselines and the hours that it closed, as if the scale had been known all along.
struct ScaleDoubt: Sendable, Codable, Equatable {
    private var tens: Candidate
    private var ones: Candidate

    struct Candidate: Sendable, Codable, Equatable {
        let scale: EnergyScale
        var book: HourBook
        /// What it closed and nobody was told, the last of each hour.
        private(set) var hours: [Hour] = []
        private(set) var notices: [LedgerNotice] = []

        init(_ scale: EnergyScale, _ book: HourBook) {
            self.scale = scale
            self.book = book
        }

        /// As many as may wait for a register, and as few of what was said of them.
        private static let longestWait = HourBook.longestWait
        private static let mostNotices = 20

        mutating func keep(_ outcome: HourBook.Outcome) {
            for hour in outcome.closed {
                if let known = hours.lastIndex(where: { $0.start == hour.start }) {
                    hours[known] = hour
                } else {
                    hours.append(hour)
                }
            }
            hours.removeFirst(max(0, hours.count - Self.longestWait))
            notices.append(contentsOf: outcome.notices.prefix(Self.mostNotices - notices.count))
        }

        mutating func advance(to now: Instant) {
            var trend = PowerTrend()
            var outcome = book.advance(to: now, trend: &trend)
            // What time does, the book that is told says.
            outcome.notices = []
            keep(outcome)
        }

        mutating func take(_ register: RegisterReading) -> HourBook.Outcome {
            var trend = PowerTrend()
            let outcome = book.take(register, trend: &trend)
            keep(outcome)
            return outcome
        }
    }

    /// - Parameter scale: by which the book's registers were read.
    init(_ book: HourBook, in scale: EnergyScale) {
        func candidate(_ other: EnergyScale) -> Candidate {
            var converted = book
            converted.convert(from: scale, to: other)
            return Candidate(other, converted)
        }
        tens = candidate(.tenWattHours)
        ones = candidate(.wattHours)
    }

    subscript(_ scale: EnergyScale) -> Candidate { scale == .tenWattHours ? tens : ones }

    mutating func advance(to now: Instant) {
        tens.advance(to: now)
        ones.advance(to: now)
    }

    mutating func take(_ reading: Reading, at now: Instant) {
        tens.book.take(reading, at: now)
        ones.book.take(reading, at: now)
    }

    /// Takes a register.
    ///
    /// - Parameter scale: by which it was read.
    /// - Returns: whether counting starts anew with it by this scale.
    mutating func take(_ register: RegisterReading, in scale: EnergyScale) -> Bool {
        let outcomes = [
            tens.take(register.converted(from: scale, to: .tenWattHours)),
            ones.take(register.converted(from: scale, to: .wattHours)),
        ]
        return outcomes[scale == .tenWattHours ? 0 : 1].notices.contains {
            if case .newBaseline = $0 { true } else { false }
        }
    }
}
