import Civil

extension LocalCalendar {
    /// Central European winter time all year, which Aidon's and Kamstrup's clocks keep.
    static let cet = LocalCalendar(fixedOffsetSeconds: 3_600)

    /// Whether the clock stands later than it does in this zone's winter.
    ///
    /// Winter time lasts five months, so one of three moments a quarter apart falls into it.
    func isSummerTime(at instant: Instant) -> Bool {
        let offset = offsetSeconds(at: instant)
        return [91, 182, 273].contains { days in
            offsetSeconds(at: instant.adding(seconds: days * 86_400)) < offset
        }
    }
}
