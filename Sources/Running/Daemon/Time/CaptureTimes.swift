package import Civil
import Ledger
package import Meters

/// The times that readings of a capture came at.
///
/// A timed capture says them. In the others the meter's clock stands in, and a message without a clock follows the one
/// before at the pace of its make.
package struct CaptureTimes: ArrivalTimes {
    private let meter: MeterClock
    /// The time of the last reading.
    package private(set) var last: Instant?

    /// - Parameter fixed: the time that the meter's clock keeps; `nil` goes by the make.
    package init(local: LocalCalendar, fixed: ClockConvention? = nil) {
        meter = MeterClock(local: local, fixed: fixed)
    }

    /// - Parameter arrival: when the bytes came, where the capture says so.
    /// - Returns: never earlier than the one before, unless the capture itself says so; `nil` as long as neither the
    ///   capture nor the meter has said what time it is.
    package mutating func time(of reading: Reading, at arrival: Instant?) -> ArrivalTime? {
        guard let time = arrival ?? clockTime(of: reading) ?? next(after: reading.make) else { return nil }
        last = time
        return ArrivalTime(instant: time)
    }

    package func time(at arrival: Instant?) -> ArrivalTime? { arrival.map { ArrivalTime(instant: $0) } }

    private func clockTime(of reading: Reading) -> Instant? {
        guard let time = meter.time(of: reading) else { return nil }
        guard let last, time < last, let second = meter.secondTime(after: time) else { return time }
        // In autumn the hour from two to three comes twice: the second time the clock seems to stand an hour back.
        return second.milliseconds(since: last) < Instant.hourMilliseconds ? second : time
    }

    private func next(after make: Make) -> Instant? {
        last?.adding(milliseconds: make.facts.spacingMilliseconds)
    }
}
