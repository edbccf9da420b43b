/// COSEM date-time: 12 bytes, as the meter wrote it (IEC 62056-6-2, 4.1.6.1).
///
///     year hi  year lo  month  day  weekday  hour  minute  second  1/100 s  deviation hi  deviation lo  status
///
/// Which zone it means differs by make: it is kept as written, and no hour is keyed by it.
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
