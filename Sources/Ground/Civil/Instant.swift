import Foundation

/// A moment, counted in UTC: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Everything in kilovakt is keyed by this; local time exists only where a person reads it.
@frozen
public struct Instant: Sendable, Hashable, Comparable, Codable {
    public var unixMilliseconds: Int64

    @inlinable
    public init(unixMilliseconds: Int64) {
        self.unixMilliseconds = unixMilliseconds
    }

    @inlinable
    public init(unixSeconds: Int64) {
        self.unixMilliseconds = unixSeconds * 1_000
    }

    /// Whole seconds since 1970, rounded towards the past.
    @inlinable
    public var unixSeconds: Int64 { floorDivide(unixMilliseconds, 1_000) }

    /// Later than every hour that is kept: the year 9999.
    public static let distantFuture = Instant(unixSeconds: 253_402_300_799)

    @inlinable
    public static func < (a: Instant, b: Instant) -> Bool { a.unixMilliseconds < b.unixMilliseconds }

    @inlinable
    public func adding(milliseconds: Int64) -> Instant {
        Instant(unixMilliseconds: unixMilliseconds + milliseconds)
    }

    @inlinable
    public func adding(seconds: Int64) -> Instant { adding(milliseconds: seconds * 1_000) }

    /// Milliseconds from `earlier` to here; negative when `earlier` is later.
    @inlinable
    public func milliseconds(since earlier: Instant) -> Int64 { unixMilliseconds - earlier.unixMilliseconds }

    // An hour in UTC is an hour in every zone whose offset is whole hours, and that is all of the zones served.

    /// The start of the clock hour that holds this moment.
    @inlinable
    public var hourStart: Instant {
        Instant(
            unixMilliseconds: floorDivide(unixMilliseconds, Self.hourMilliseconds) * Self.hourMilliseconds
        )
    }

    public static let hourMilliseconds: Int64 = 3_600_000
}

extension Instant {
    /// The host's clock, for the edges of the program: whatever reckons is given the time as a value.
    package static var now: Instant {
        Instant(unixMilliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}

extension Instant {
    /// Written as the number alone: a ledger's state is written each minute.
    public init(from decoder: any Decoder) throws {
        unixMilliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(unixMilliseconds)
    }
}

/// What is left of a division that rounds towards negative infinity: from 0 up to but not with `b`.
@inlinable
package func floorRemainder(_ a: Int64, _ b: Int64) -> Int64 { a - floorDivide(a, b) * b }

/// Division that rounds towards negative infinity, so that moments before 1970 fall into the right hour too.
@inlinable
package func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
    return remainder < 0 ? quotient - 1 : quotient
}
