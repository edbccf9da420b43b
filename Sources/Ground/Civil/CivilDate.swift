// The proleptic Gregorian calendar as arithmetic: day numbers to dates and back. Foundation's `Calendar` gives the same
// answers (a test compares them over four centuries), but takes microseconds; a year of messages asks millions of times.
// Method: years that begin on 1 March, so that the leap day is the last of its year; eras of 400 years.

/// Days from 1970-01-01 to `day`; negative before.
package func dayNumber(of day: LocalDay) -> Int64 {
    let year = Int64(day.month <= 2 ? day.year - 1 : day.year)
    let era = floorDivide(year, 400)
    let yearOfEra = year - era * 400
    let monthFromMarch = Int64((day.month + 9) % 12)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day.day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

/// The date that is `number` days after 1970-01-01.
package func civilDate(ofDayNumber number: Int64) -> LocalDay {
    let shifted = number + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    return LocalDay(year: year, month: month, day: day)
}
