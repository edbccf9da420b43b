import Foundation
import TestSupport
import Testing

@testable import Civil

@Suite("Local calendar")
struct LocalCalendarTests {
    private static func foundation(_ identifier: String) throws -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: identifier))
        return calendar
    }

    static let zones = ["Europe/Oslo", "Europe/Stockholm", "Europe/London", "UTC", "America/New_York"]

    @Test("Local date and time are Foundation's, over 130 years", arguments: zones)
    func dateTime(zone: String) throws {
        let calendar = try #require(LocalCalendar(identifier: zone))
        let foundation = try Self.foundation(zone)
        var random = SeededRandom(42)
        for _ in 0..<3_000 {
            // 1970 to 2100.
            let seconds = Int64.random(in: 0..<4_133_980_800, using: &random)
            let local = calendar.dateTime(of: Instant(unixSeconds: seconds))
            let date = Date(timeIntervalSince1970: Double(seconds))
            let parts = foundation.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
            #expect(
                local.day.year == parts.year && local.day.month == parts.month && local.day.day == parts.day
            )
            #expect(local.hour == parts.hour && local.minute == parts.minute && local.second == parts.second)
            #expect(local.offsetSeconds == foundation.timeZone.secondsFromGMT(for: date))
        }
    }

    @Test("Every day of 1900 to 2100 has the number that Foundation gives it, and back")
    func civilDates() throws {
        let calendar = try Self.foundation("UTC")
        var number = Int64(-25_567)
        let first = try #require(calendar.date(from: DateComponents(year: 1900, month: 1, day: 1)))
        #expect(first.timeIntervalSince1970 == Double(number) * 86_400)
        while number < 47_847 {
            let date = civilDate(ofDayNumber: number)
            #expect(dayNumber(of: date) == number)
            if number % 11 == 0 {
                let then = Date(timeIntervalSince1970: Double(number) * 86_400)
                let parts = calendar.dateComponents([.year, .month, .day], from: then)
                #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
            }
            number += 1
        }
        #expect(civilDate(ofDayNumber: number - 1) == LocalDay(year: 2100, month: 12, day: 31))
    }

    static let moments: [(String, String)] = [
        ("2026-03-29T00:00:00Z", "2026-03-29 01:00"), ("2026-03-29T00:59:59Z", "2026-03-29 01:59"),
        ("2026-03-29T01:00:00Z", "2026-03-29 03:00"), ("2026-10-25T00:00:00Z", "2026-10-25 02:00"),
        ("2026-10-25T01:00:00Z", "2026-10-25 02:00"), ("2026-10-25T02:00:00Z", "2026-10-25 03:00"),
        ("2026-03-31T21:59:59Z", "2026-03-31 23:59"), ("2026-03-31T22:00:00Z", "2026-04-01 00:00"),
        ("2026-12-31T22:59:59Z", "2026-12-31 23:59"), ("2026-12-31T23:00:00Z", "2027-01-01 00:00"),
    ]

    @Test("The nights of the clock change and of a new month", arguments: moments)
    func nights(_ instant: String, _ local: String) {
        let time = LocalCalendar.oslo.dateTime(of: utc(instant))
        #expect("\(time.day) \(time.clockText)" == local)
        #expect("\(LocalCalendar.oslo.month(of: utc(instant)))" == String(local.prefix(7)))
    }

    static let starts: [(Int, Int, String)] = [
        (2026, 1, "2025-12-31T23:00:00Z"), (2026, 3, "2026-02-28T23:00:00Z"),
        (2026, 4, "2026-03-31T22:00:00Z"),
        (2026, 10, "2026-09-30T22:00:00Z"), (2026, 11, "2026-10-31T23:00:00Z"),
        (2028, 3, "2028-02-29T23:00:00Z"),
    ]

    @Test("A month begins at 23:00Z in winter and at 22:00Z in summer", arguments: starts)
    func month(year: Int, month: Int, start: String) {
        #expect(LocalCalendar.oslo.start(of: LocalMonth(year: year, month: month)) == utc(start))
    }

    static let times: [(Int, Int, Int, String)] = [
        // Spring leaves out 02:00 to 03:00: as far after the jump as it would be after 02:00.
        (3, 29, 7_200, "2026-03-29T01:00:00Z"), (3, 29, 9_000, "2026-03-29T01:30:00Z"),
        (3, 29, 10_800, "2026-03-29T01:00:00Z"), (3, 29, 7_199, "2026-03-29T00:59:59Z"),
        // Autumn has 02:00 to 03:00 twice: the first of them.
        (10, 25, 7_200, "2026-10-25T00:00:00Z"), (10, 25, 9_000, "2026-10-25T00:30:00Z"),
        (10, 25, 10_800, "2026-10-25T02:00:00Z"), (10, 25, 0, "2026-10-24T22:00:00Z"),
    ]

    @Test("Local times that there are not, or twice", arguments: times)
    func instant(month: Int, day: Int, second: Int, expected: String) {
        let day = LocalDay(year: 2026, month: month, day: day)
        #expect(LocalCalendar.oslo.instant(day: day, secondOfDay: second) == utc(expected))
    }

    @Test(
        "A day begins when Foundation says, where midnight is left out too",
        arguments: zones + ["Africa/Cairo"]
    )
    func days(zone: String) throws {
        let calendar = try #require(LocalCalendar(identifier: zone))
        let foundation = try Self.foundation(zone)
        for number in Int64(20_454)..<20_454 + 730 {
            let day = civilDate(ofDayNumber: number)
            let parts = DateComponents(year: day.year, month: day.month, day: day.day, hour: 12)
            let noon = try #require(foundation.date(from: parts))
            let start = foundation.startOfDay(for: noon).timeIntervalSince1970
            #expect(calendar.start(of: day).unixSeconds == Int64(start), "\(day)")
        }
    }

    @Test("A name that no zone has gives no calendar")
    func unknown() {
        #expect(LocalCalendar(identifier: "Europe/Utopia") == nil)
    }

    static let texts: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00Z"), (1_768_460_402_512, "2026-01-15T07:00:02.512Z"),
        (1_768_460_402_005, "2026-01-15T07:00:02.005Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"), (4_102_444_799_000, "2099-12-31T23:59:59Z"),
    ]

    @Test("An instant's text is ISO 8601 in UTC", arguments: texts)
    func text(milliseconds: Int64, text: String) {
        #expect("\(Instant(unixMilliseconds: milliseconds))" == text)
    }

    @Test("An hour begins before its moments, before 1970 too")
    func hourStart() {
        #expect(Instant(unixSeconds: 3_599).hourStart == Instant(unixSeconds: 0))
        #expect(Instant(unixSeconds: 3_600).hourStart == Instant(unixSeconds: 3_600))
        #expect(Instant(unixMilliseconds: -1).hourStart == Instant(unixSeconds: -3_600))
    }

    @Test(
        "A local time is one moment, two in autumn's hour, none in spring's",
        arguments: [
            (LocalDay(year: 2026, month: 10, day: 25), 1, ["2026-10-24T23:00:00Z"]),
            (LocalDay(year: 2026, month: 10, day: 25), 2, ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"]),
            (LocalDay(year: 2026, month: 10, day: 25), 3, ["2026-10-25T02:00:00Z"]),
            (LocalDay(year: 2026, month: 3, day: 29), 1, ["2026-03-29T00:00:00Z"]),
            (LocalDay(year: 2026, month: 3, day: 29), 2, []),
            (LocalDay(year: 2026, month: 3, day: 29), 3, ["2026-03-29T01:00:00Z"]),
            (LocalDay(year: 2026, month: 7, day: 1), 0, ["2026-06-30T22:00:00Z"]),
        ]
    )
    func everyMoment(day: LocalDay, hour: Int, expected: [String]) {
        let found = LocalCalendar.oslo.instants(day: day, secondOfDay: hour * 3_600)
        #expect(found.map(\.description) == expected)
    }
}
