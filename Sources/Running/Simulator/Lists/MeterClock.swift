import Civil

/// What a meter's clock shows, and how its make ends the twelve bytes: hundredths, deviation, status.
struct MeterClock: Sendable {
    /// `nil` for a clock that is not set.
    var local: LocalDateTime?
    /// 1 is Monday; FF is not said.
    var weekday: UInt8
    var tail: [UInt8]

    /// - Parameters:
    ///   - moment: what the clock takes for now, where its list shows another moment.
    ///   - zone: the zone that the make keeps.
    ///   - tail: hundredths, deviation (two bytes) and status.
    init(
        _ showing: Showing,
        at moment: Instant? = nil,
        in zone: LocalCalendar,
        saysWeekday: Bool = true,
        tail: [UInt8]
    ) {
        let moment = moment ?? showing.clock
        let local = zone.dateTime(of: moment)
        let days = (moment.unixSeconds + Int64(local.offsetSeconds)) / 86_400
        self.local = showing.isClockSet ? local : nil
        // 1970-01-01 was a Thursday.
        weekday = saysWeekday && showing.isClockSet ? UInt8((days + 3) % 7 + 1) : 0xFF
        self.tail = tail
    }

    /// A clock that says how far it is from UTC and whether summer time is on.
    ///
    /// - Parameter status: what its status byte says besides summer time.
    init(sayingDeviation showing: Showing, in zone: LocalCalendar, status: UInt8 = 0) {
        self.init(showing, in: zone, tail: [])
        guard let local else {
            tail = [0xFF, 0x80, 0x00, 0xFF]
            return
        }
        // Minutes from local time to UTC: -60 in winter.
        let deviation = UInt16(bitPattern: Int16(-local.offsetSeconds / 60))
        let summer: UInt8 = zone.isSummerTime(at: showing.clock) ? 0x80 : 0
        tail = [0x00, UInt8(deviation >> 8), UInt8(deviation & 0xFF), status | summer]
    }

    /// The twelve bytes of a date-time (IEC 62056-6-2, 4.1.6.1). FF is not known.
    var bytes: [UInt8] {
        guard let local else { return Array(repeating: 0xFF, count: 8) + tail }
        let date = [UInt8(local.day.year >> 8), UInt8(local.day.year & 0xFF)]
        let day = [UInt8(local.day.month), UInt8(local.day.day), weekday]
        return date + day + [UInt8(local.hour), UInt8(local.minute), UInt8(local.second)] + tail
    }

    /// `2026-01-15T08:00:10`, as it stands there.
    var text: String {
        guard let local else { return "65535-255-255T255:255:255" }
        return "\(local.day)T\(local.clockText):\(twoDigits(local.second))"
    }
}
