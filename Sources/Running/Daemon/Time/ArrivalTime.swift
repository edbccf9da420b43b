package import Civil
package import Meters

/// The time that bytes came at, and whether it is known or guessed.
package struct ArrivalTime: Sendable, Equatable {
    package var instant: Instant
    /// True on a host that does not know the time yet: once it does, everything is reckoned again.
    package var isGuess = false
    /// The same moment by a clock that never jumps; tells how far apart two moments are, whatever the time was.
    package var uptimeMilliseconds: Int64 = 0
    /// The error of the meter's clock, where it was held against a clock that is right.
    package var meterClockErrorMilliseconds: Int64?
}

/// A source of arrival times: a live host's clock, or a capture's.
package protocol ArrivalTimes {
    /// What the source says of the moment that bytes came.
    associatedtype Arrival

    /// The time that a reading came at; `nil` before anything has said what time it is.
    mutating func time(of reading: Reading, at arrival: Arrival) -> ArrivalTime?

    /// The time of a moment without bytes.
    mutating func time(at arrival: Arrival) -> ArrivalTime?
}
