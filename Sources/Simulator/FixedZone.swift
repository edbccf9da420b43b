import Ledger

extension LocalCalendar {
    /// Central European winter time all year, which Aidon's and Kamstrup's clocks keep.
    static let cet = LocalCalendar(fixedOffsetSeconds: 3_600)
}
