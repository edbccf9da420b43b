import Civil
import Elhub
import TestSupport
import Testing

/// On 2021-10-31 the clock went back from 03:00 to 02:00, on 2021-03-28 forward from 02:00 to 03:00.
@Suite("Local times in Elhub's files")
struct LocalTimeRowTests {
    private static func file(_ rows: [(String, String, Int)], name: String = "KWH 60 Forbruk") throws
        -> ElhubFile
    {
        let lines = rows.map {
            "31.10.2021 \($0.0);31.10.2021 \($0.1);0,\(String($0.2 + 1_000).dropFirst())\n"
        }
        return try Sample.file("Fra;Til;\(name)\n" + lines.joined())
    }

    static let night = [
        "2021-10-30T23:00:00Z 1", "2021-10-31T00:00:00Z 2", "2021-10-31T01:00:00Z 3",
        "2021-10-31T02:00:00Z 4",
    ]

    @Test("The hour that comes twice is told apart by the order of the rows")
    func byOrder() throws {
        let rows = [
            ("01:00", "02:00", 1), ("02:00", "03:00", 2), ("02:00", "03:00", 3), ("03:00", "04:00", 4),
        ]
        #expect(try Self.file(rows).lines.sorted() == Self.night)
    }

    @Test("And by its end, where that is a local time too")
    func byEnd() throws {
        let rows = [
            ("01:00", "02:00", 1), ("02:00", "02:00", 2), ("02:00", "03:00", 3), ("03:00", "04:00", 4),
        ]
        #expect(try Self.file(rows).lines.sorted() == Self.night)
        let swapped = [rows[0], rows[2], rows[1], rows[3]]
        #expect(try Self.file(swapped).lines.sorted() == Self.night)
    }

    @Test("A file that goes backwards has them the other way round")
    func backwards() throws {
        let rows = [
            ("03:00", "04:00", 4), ("02:00", "03:00", 3), ("02:00", "03:00", 2), ("01:00", "02:00", 1),
        ]
        #expect(try Self.file(rows).lines.sorted() == Self.night)
    }

    @Test("Of one alone nobody can tell which it is, unless its end does")
    func single() throws {
        let one = try Self.file([("01:00", "02:00", 1), ("02:00", "03:00", 2), ("03:00", "04:00", 4)])
        #expect(one.lines == [Self.night[0], Self.night[3]])
        #expect(one.problems.map(\.line) == [3])
        #expect(one.complaints[0].contains("31.10.2021 02:00 comes twice"))
        let told = try Self.file([("01:00", "02:00", 1), ("02:00", "02:00", 2), ("03:00", "04:00", 4)])
        #expect(told.lines.sorted() == [Self.night[0], Self.night[1], Self.night[3]])
        let three = try Self.file([("02:00", "03:00", 1), ("02:00", "03:00", 2), ("02:00", "03:00", 3)])
        #expect(three.lines == [])
        #expect(three.problemCount == 3)
    }

    @Test("Quarters of the night in autumn", arguments: [false, true])
    func quarters(hasLocalEnds: Bool) throws {
        let quarters = ["00", "15", "30", "45"]
        var rows: [(String, String, Int)] = []
        for pass in 0..<2 {
            for (index, quarter) in quarters.enumerated() {
                // The end of the first 02:45 is 02:00 again on a clock, and 03:00 by counting on.
                let end =
                    index < 3 ? "02:\(quarters[index + 1])" : hasLocalEnds && pass == 0 ? "02:00" : "03:00"
                rows.append(("02:\(quarter)", end, pass * 10 + index))
            }
        }
        let file = try Self.file(rows, name: "KWH 15 Forbruk")
        let settlement = try ElhubSettlement([file])
        #expect(file.complaints == [])
        #expect(
            settlement.hours.map { "\($0.start) \($0.wattHours)" } == [
                "2021-10-31T00:00:00Z 6", "2021-10-31T01:00:00Z 46",
            ]
        )
        #expect(settlement.hours.map(\.quarters) == [[0, 1, 2, 3], [10, 11, 12, 13]])
    }

    @Test(
        "In spring the hour before the jump ends at three, or at two by counting on, and two o'clock is none"
    )
    func spring() throws {
        let file = try Sample.file(
            """
            Fra;Til;KWH 60 Forbruk
            28.03.2021 01:00;28.03.2021 03:00;0,001
            28.03.2021 02:00;28.03.2021 03:00;0,002
            28.03.2021 03:00;28.03.2021 04:00;0,003
            """
        )
        #expect(file.lines == ["2021-03-28T00:00:00Z 1", "2021-03-28T01:00:00Z 3"])
        #expect(file.complaints.count == 1)
        #expect(file.complaints.first?.contains("28.03.2021 02:00 does not exist") == true)
        let counted = try Sample.file("Fra;Til;KWH 60 Forbruk\n28.03.2021 01:00;28.03.2021 02:00;0,001\n")
        #expect(counted.lines == ["2021-03-28T00:00:00Z 1"])
    }

    @Test("With offsets a year's hours follow each other without a gap", .ownThread, arguments: [2024, 2026])
    func year(year: Int) throws {
        let first = LocalCalendar.oslo.start(of: LocalMonth(year: year, month: 1))
        let last = LocalCalendar.oslo.start(of: LocalMonth(year: year + 1, month: 1))
        var text = Sample.heading2026
        var hour = first
        while hour < last {
            text += Sample.row2026(Self.iso(hour), Self.iso(hour.adding(seconds: 3_600)), "0,5")
            hour = hour.adding(seconds: 3_600)
        }
        let file = try Sample.file(text)
        #expect(file.problemCount == 0)
        #expect(file.values.count == (year == 2024 ? 8_784 : 8_760))
        #expect(
            zip(file.values, file.values.dropFirst()).allSatisfy {
                $1.start.milliseconds(since: $0.start) == 3_600_000
            }
        )
    }

    @Test("A year of local times has every hour once", .ownThread, arguments: [2021, 2024])
    func localYear(year: Int) throws {
        let first = LocalCalendar.oslo.start(of: LocalMonth(year: year, month: 1))
        let last = LocalCalendar.oslo.start(of: LocalMonth(year: year + 1, month: 1))
        var text = "Fra,Til,KWH 60 Forbruk,Kvalitet\n"
        var starts: [Instant] = []
        while (starts.last ?? first.adding(seconds: -3_600)).adding(seconds: 3_600) < last {
            let hour = (starts.last ?? first.adding(seconds: -3_600)).adding(seconds: 3_600)
            starts.append(hour)
            text += "\(Self.local(hour)),\(Self.local(hour.adding(seconds: 3_600))),\"0,5\",Målt\n"
        }
        let file = try Sample.file(text)
        #expect(file.complaints == [])
        #expect(file.values.map(\.start).sorted() == starts)
    }

    private static func iso(_ instant: Instant) -> String {
        let local = LocalCalendar.oslo.dateTime(of: instant)
        return "\(local.day)T\(local.clockText):00+0\(local.offsetSeconds / 3_600):00"
    }

    private static func local(_ instant: Instant) -> String {
        let local = LocalCalendar.oslo.dateTime(of: instant)
        let parts = local.day.description.split(separator: "-")
        return "\(parts[2]).\(parts[1]).\(parts[0]) \(local.clockText)"
    }
}
