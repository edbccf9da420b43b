import Civil
import Elhub
import TestSupport
import Testing

@Suite("Rows of Elhub's that are wrong")
struct BadRowTests {
    static let bad: [(row: String, why: String)] = [
        (
            "2026-04-01T00:00:00+02:00;2026-04-01T01:00:00+02:00;KWH 60 Forbruk;2,949;kWh;Målt\n",
            "6 fields where"
        ),
        (
            "2026-04-01T00:00:00+02:00;2026-04-01T01:00:00+02:00;KWH 60 Forbruk;2;949;kWh;Målt;2026-04-02T12:47:05+02:00\n",
            "8 fields where"
        ),
        (Sample.row2026("2026-13-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "1"), "is not a time"),
        (Sample.row2026("2026-02-29T00:00:00+01:00", "2026-02-29T01:00:00+01:00", "1"), "is not a time"),
        (Sample.row2026("2026-04-01T24:00:00+02:00", "2026-04-02T01:00:00+02:00", "1"), "is not a time"),
        (Sample.row2026("yesterday", "2026-04-02T01:00:00+02:00", "1"), "\"yesterday\" is not a time"),
        (
            Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T02:00:00+02:00", "1"),
            "is not one interval"
        ),
        (
            Sample.row2026("2026-04-01T01:00:00+02:00", "2026-04-01T00:00:00+02:00", "1"),
            "is not one interval"
        ),
        (Sample.row2026("2026-04-01T00:30:00+02:00", "2026-04-01T01:30:00+02:00", "1"), "start of an hour"),
        (Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "-0,1"), "negative"),
        (
            Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "100,001"),
            "more than a home"
        ),
        (
            Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "99999999999999999999"),
            "more than a home"
        ),
        (
            Sample.row2026(
                "2026-04-01T00:00:00+02:00",
                "2026-04-01T00:15:00+02:00",
                "25,001",
                name: "KWH 15 Forbruk"
            ),
            "more than a home"
        ),
        (
            Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "1,2345"),
            "three decimals"
        ),
        (
            Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "1.234,5"),
            "three decimals"
        ),
        (Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "1e2"), "three decimals"),
        (Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", ""), "three decimals"),
        (Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "\"1,0"), "quotation mark"),
        (Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "1\u{0}"), "not text"),
        (
            Sample.row2026(
                "2026-04-01T00:00:00+02:00",
                "2026-04-01T01:00:00+02:00",
                String(repeating: "1", count: 2_000)
            ), "longer than a row"
        ),
        ("2026-04-01T00:00:00+02:00;2026-04-01T01:00:00+02:00;KWH 60 Forbruk;2,9;MWh;Målt;\n", "the unit is"),
        (
            Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "1", registered: "soon"),
            "\"soon\" is not a time"
        ),
    ]

    @Test("Each is said with its line, and those around it are taken", arguments: bad.indices)
    func said(index: Int) throws {
        let before = Sample.row2026("2026-03-31T23:00:00+02:00", "2026-04-01T00:00:00+02:00", "1,001")
        let after = Sample.row2026("2026-04-01T05:00:00+02:00", "2026-04-01T06:00:00+02:00", "1,002")
        let file = try Sample.file(Sample.heading2026 + before + "\r\n" + Self.bad[index].row + after)
        #expect(file.lines == ["2026-03-31T21:00:00Z 1001", "2026-04-01T03:00:00Z 1002"])
        #expect(file.problems.map(\.line) == [4])
        #expect(file.complaints.allSatisfy { $0.contains(Self.bad[index].why) }, "\(file.complaints)")
        #expect(file.problems[0].description.hasPrefix("download.csv:4: "))
    }

    @Test("Of very many only the first thousand are listed, and all are counted")
    func many() throws {
        let file = try Sample.file(Sample.heading2026 + String(repeating: "x\n", count: 3_000))
        #expect(file.problems.count == 1_000)
        #expect(file.problemCount == 3_000)
    }

    @Test("A number of kWh is whole watt-hours exactly, with a comma, a point, and zeros behind")
    func exact() throws {
        for wattHours in stride(from: 0, through: 100_000, by: 7) {
            let decimals = String(wattHours % 1_000 + 1_000).dropFirst()
            let file = try Sample.file(
                "Fra;Til;KWH 60 Forbruk\n01.02.2021 00:00;01.02.2021 01:00;\(wattHours / 1_000),\(decimals)\n"
                    + "01.02.2021 01:00;01.02.2021 02:00;\(wattHours / 1_000).\(decimals)000\n"
            )
            #expect(file.values.map(\.wattHours) == [wattHours, wattHours])
        }
    }
}
