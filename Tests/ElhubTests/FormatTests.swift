import Civil
import Elhub
import TestSupport
import Testing

@Suite("Elhub's files")
struct FormatTests {
    @Test("2026: mark, semicolons, offsets, a decimal comma, quality and time of registration")
    func format2026() throws {
        let file = try Sample.file(
            "\u{FEFF}" + Sample.heading2026
                + Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "2,949")
                + Sample.row2026(
                    "2026-04-01T01:00:00+02:00",
                    "2026-04-01T02:00:00+02:00",
                    "0,7",
                    quality: "Estimert"
                )
        )
        #expect(file.lines == ["2026-03-31T22:00:00Z 2949", "2026-03-31T23:00:00Z 700"])
        #expect(file.values.map(\.quality) == [.measured, .estimated])
        #expect(file.values.allSatisfy { $0.registered == utc("2026-04-02T10:47:05Z") })
        #expect(file.values.allSatisfy { $0.direction == .consumption && $0.resolution == .hour })
        #expect(file.problemCount == 0)
    }

    @Test(
        "2026: consumption and production in one file are told apart row by row, other series are passed over"
    )
    func bothDirections() throws {
        let from = "2026-04-01T12:00:00+02:00"
        let to = "2026-04-01T13:00:00+02:00"
        let file = try Sample.file(
            Sample.heading2026 + Sample.row2026(from, to, "0,120")
                + Sample.row2026(from, to, "1,500", name: "KWH 60 Produksjon")
                + Sample.row2026(from, to, "9,000", name: "KVARH 60 Forbruk")
        )
        #expect(file.values.map(\.direction) == [.consumption, .production])
        #expect(file.values.map(\.wattHours) == [120, 1_500])
        #expect(file.otherSeries == ["KVARH 60 Forbruk": 1])
        #expect(file.problemCount == 0)
    }

    @Test(
        "2024: the file's name is the last hint of the direction, and that is said",
        arguments: [
            ("Måleverdier_707057500000000000_CONSUMPTION_2024-01.csv", ElhubDirection.consumption),
            ("/home/x/Måleverdier_707057500000000000_PRODUCTION_2024-01.csv", .production),
        ]
    )
    func format2024(name: String, direction: ElhubDirection) throws {
        let text = "Fra;Til;Volum;Kvalitet\n01.01.2024 00:00;01.01.2024 01:00;2,111;Målt\n"
        let file = try Sample.file(text, name: name)
        #expect(file.lines == ["2023-12-31T23:00:00Z 2111"])
        #expect(file.values.map(\.direction) == [direction])
        #expect(file.directionOfName == direction)
        #expect(file.meteringPoint == "707057500000000000")
        #expect(throws: ElhubError.self) { try Sample.file(text, name: "januar.csv") }
    }

    @Test("What the content says stands above the name")
    func contentAboveName() throws {
        let text = "Fra;Til;KWH 60 Produksjon;Kvalitet\n01.06.2024 12:00;01.06.2024 13:00;2,111;Målt\n"
        let file = try Sample.file(text, name: "x_CONSUMPTION_2024-06.csv")
        #expect(file.values.map(\.direction) == [.production])
        #expect(file.directionOfName == nil)
    }

    @Test(
        "2020: the decimal comma in quotation marks, bare, or a point",
        arguments: [
            "Fra,Til,KWH 60 Forbruk,Kvalitet\n01.02.2021 00:00,01.02.2021 01:00,\"1,234\",Målt\n",
            "Fra,Til,KWH 60 Forbruk,Kvalitet\n01.02.2021 00:00,01.02.2021 01:00,1,234,Målt\n",
            "Fra,Til,KWH 60 Forbruk,Kvalitet\r\n01.02.2021 00:00,01.02.2021 01:00,1,234,Målt,\r\n\r\n",
            "Fra;Til;KWH 60 Forbruk;Kvalitet;\n01.02.2021 00:00;01.02.2021 01:00;1.234;Målt;\n",
            "Fra,Til,KWH 60 Forbruk\n2021-02-01 00:00:00,2021-02-01 01:00:00,\"1,234\"\n",
            "\"Fra\",\"Til\",\"KWH 60 Forbruk\"\n\"01.02.2021 00:00\",\"01.02.2021 01:00\",\"1,234\"\n",
            "\n\nFra,Til,KWH 60 Forbruk,Kvalitet\n01.02.2021 00:00,01.02.2021 01:00,1,234,",
        ]
    )
    func format2020(text: String) throws {
        let file = try Sample.file(text)
        #expect(file.lines == ["2021-01-31T23:00:00Z 1234"])
        #expect(file.complaints == [])
    }

    @Test("A whole number beside bare decimal commas stays whole")
    func wholeNumber() throws {
        let file = try Sample.file(
            "Fra,Til,KWH 60 Forbruk,Kvalitet\n01.02.2021 00:00,01.02.2021 01:00,2,Målt\n01.02.2021 01:00,01.02.2021 02:00,2,5,\n"
        )
        #expect(file.values.map(\.wattHours) == [2_000, 2_500])
    }

    @Test("Letters of Latin-1 are understood")
    func latin1() throws {
        let text =
            Sample.heading2026
            + Sample.row2026("2026-04-01T00:00:00+02:00", "2026-04-01T01:00:00+02:00", "2,949")
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        let file = try ElhubFile(bytes, name: "latin", calendar: .oslo)
        #expect(file.values.map(\.wattHours) == [2_949])
        #expect(file.values.map(\.quality) == [.measured])
    }

    @Test(
        "What is none of Elhub's is refused with what was expected",
        arguments: [
            ("", "empty"), ("\n \r\n", "empty"),
            ("start,import_wh,export_wh,quality\n", "expected columns Fra, Til"),
            ("Fra;Til\n", "expected columns"),
            ("Fra;Til;KWH 60 Forbruk;KWH 60 Produksjon\n", "expected columns"),
            ("PK\u{3}\u{4}", "expected columns"), ("Fra;Til;Volum\n", "consumption or production"),
            ("Fra;Til;KWH \"60 Forbruk\n", "expected columns"),
        ]
    )
    func refused(text: String, why: String) {
        let error = #expect(throws: ElhubError.self) { try Sample.file(text) }
        #expect(error?.description.contains(why) == true, "\(String(describing: error))")
    }

    @Test("A spreadsheet's UTF-16 is refused, and so is more than ten years can be")
    func refusedBytes() {
        let utf16 = #expect(throws: ElhubError.self) {
            try ElhubFile([0xFF, 0xFE, 0x46, 0], name: "x", calendar: .oslo)
        }
        #expect(utf16?.kind == .utf16)
        let large = #expect(throws: ElhubError.self) {
            try ElhubFile([UInt8](repeating: 0x20, count: 80_000_001), name: "x", calendar: .oslo)
        }
        #expect(large?.kind == .tooLarge(bytes: 80_000_001))
    }
}
