public import Civil

/// Days that a price holds on, in fri-nettleie's words.
public enum DayKind: String, Sendable, Hashable, CaseIterable {
    case monday = "mandag"
    case tuesday = "tirsdag"
    case wednesday = "onsdag"
    case thursday = "torsdag"
    case friday = "fredag"
    case saturday = "lørdag"
    case sunday = "søndag"
    /// Monday to Friday, holidays too.
    case monToFri = "ukedag"
    /// Saturday and Sunday.
    case weekend = "helg"
    case holiday = "helligdager"
    /// Weekend or holiday.
    case dayOff = "fridag"
    /// Monday to Friday but not on holidays.
    case workingDay = "virkedag"
    case every = "alle"

    public func contains(_ weekday: Weekday, isHoliday: Bool) -> Bool {
        switch self {
        case .monday: weekday == .monday
        case .tuesday: weekday == .tuesday
        case .wednesday: weekday == .wednesday
        case .thursday: weekday == .thursday
        case .friday: weekday == .friday
        case .saturday: weekday == .saturday
        case .sunday: weekday == .sunday
        case .monToFri: !weekday.isWeekend
        case .weekend: weekday.isWeekend
        case .holiday: isHoliday
        case .dayOff: weekday.isWeekend || isHoliday
        case .workingDay: !weekday.isWeekend && !isHoliday
        case .every: true
        }
    }
}
