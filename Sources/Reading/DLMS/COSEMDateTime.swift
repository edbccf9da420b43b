/// COSEM date-time: 12 bytes, as the meter wrote it (IEC 62056-6-2, 4.1.6.1).
///
///     year hi  year lo  month  day  weekday  hour  minute  second  1/100 s  deviation hi  deviation lo  status
///
/// Which zone it means differs by make: it is kept as written, and no hour is keyed by it.
@frozen
public struct COSEMDateTime: Sendable, Hashable {
    public var year: UInt16
    public var month: UInt8
    public var day: UInt8
    public var hour: UInt8
    public var minute: UInt8
    public var second: UInt8
    /// Minutes from local time to UTC, as written; `nil` when the meter does not say (0x8000).
    public var deviationMinutes: Int16?
    /// The clock status byte; 0x80 is daylight saving active.
    public var status: UInt8

    @inlinable
    public init(
        year: UInt16,
        month: UInt8,
        day: UInt8,
        hour: UInt8,
        minute: UInt8,
        second: UInt8,
        deviationMinutes: Int16? = nil,
        status: UInt8 = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.deviationMinutes = deviationMinutes
        self.status = status
    }
}

extension COSEMDateTime {
    /// The twelve bytes as two numbers, the first byte in the highest place of `high`.
    @inlinable
    init(high: UInt64, low: UInt32) {
        let deviation = Int16(truncatingIfNeeded: low &>> 8)
        self.init(
            year: UInt16(truncatingIfNeeded: high &>> 48),
            month: UInt8(truncatingIfNeeded: high &>> 40),
            day: UInt8(truncatingIfNeeded: high &>> 32),
            hour: UInt8(truncatingIfNeeded: high &>> 16),
            minute: UInt8(truncatingIfNeeded: high &>> 8),
            second: UInt8(truncatingIfNeeded: high),
            deviationMinutes: deviation == .min ? nil : deviation,
            status: UInt8(truncatingIfNeeded: low)
        )
    }

    /// True when it names a moment: meters write FF for what they do not know, and 31 February has no place in time.
    public var isComplete: Bool {
        (1...12).contains(month) && (1...daysOfMonth).contains(day) && hour < 24 && minute < 60 && second < 60
            && (1970...2200).contains(year)
    }

    private var daysOfMonth: UInt8 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension COSEMDateTime: CustomStringConvertible {
    /// `2021-11-25T23:00:55`, as written: no zone.
    public var description: String {
        "\(four(year))-\(two(month))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))"
    }
}

private func two(_ number: UInt8) -> String { number < 10 ? "0\(number)" : "\(number)" }

private func four(_ number: UInt16) -> String {
    let padding = number < 10 ? "000" : number < 100 ? "00" : number < 1_000 ? "0" : ""
    return padding + "\(number)"
}
