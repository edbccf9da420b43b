import Civil
import Elhub
import TestSupport
import Testing

@Suite("Several files of Elhub's together")
struct SettlementTests {
    private static func row(_ hour: Int, _ volume: String, registered: String = "2026-04-02T12:00:00+02:00")
        -> String
    {
        let from = "2026-04-01T0\(hour):00:00+02:00"
        return Sample.row2026(from, "2026-04-01T0\(hour + 1):00:00+02:00", volume, registered: registered)
    }

    private static func file(_ rows: String, name: String = "a.csv") throws -> ElhubFile {
        try Sample.file(Sample.heading2026 + rows, name: name)
    }

    @Test("Files of two formats and two directions become one list, by direction and time")
    func together() throws {
        let old = try Sample.file(
            "Fra;Til;KWH 60 Produksjon\n01.02.2021 00:00;01.02.2021 01:00;0,5\n",
            name: "old.csv"
        )
        let settlement = try ElhubSettlement([Self.file(Self.row(3, "1") + Self.row(2, "2")), old])
        #expect(settlement.hours.map(\.wattHours) == [2_000, 1_000, 500])
        #expect(settlement.hours.map(\.direction) == [.consumption, .consumption, .production])
        #expect(settlement.problems == [])
    }

    @Test("The same twice is nothing; what was registered later is a correction")
    func corrections() throws {
        let later = "2026-04-09T12:00:00+02:00"
        for isReversed in [false, true] {
            var files = [
                try Self.file(Self.row(1, "1") + Self.row(2, "2")),
                try Self.file(Self.row(1, "1") + Self.row(2, "2,5", registered: later), name: "b.csv"),
            ]
            if isReversed { files.reverse() }
            let settlement = try ElhubSettlement(files)
            #expect(settlement.hours.map(\.wattHours) == [1_000, 2_500])
            #expect(settlement.problems == [])
        }
    }

    @Test("Of two that contradict each other neither is taken, and both are said")
    func contradiction() throws {
        let files = [
            try Self.file(Self.row(1, "1") + Self.row(2, "2")),
            try Self.file(Self.row(1, "1") + Self.row(2, "2,5") + Self.row(2, "2"), name: "b.csv"),
        ]
        let settlement = try ElhubSettlement(files)
        #expect(settlement.hours.map(\.wattHours) == [1_000])
        #expect(settlement.problems.map { "\($0.file):\($0.line)" } == ["a.csv:3", "b.csv:3", "b.csv:4"])
        #expect(
            settlement.problems[0].description.contains("something else of the same interval than b.csv:3")
        )
    }

    @Test("Four quarters make an hour; three make none, and that is said")
    func quarters() throws {
        let rows = [0, 15, 30, 45, 60, 75, 90].map { minute in
            let from = "2026-04-01T0\(minute / 60):\(minute % 60 == 0 ? "00" : "\(minute % 60)"):00+02:00"
            let end = minute + 15
            let to = "2026-04-01T0\(end / 60):\(end % 60 == 0 ? "00" : "\(end % 60)"):00+02:00"
            let quality = minute == 30 ? "Estimert" : "Målt"
            return Sample.row2026(from, to, "0,1\(minute / 15)", name: "KWH 15 Forbruk", quality: quality)
        }
        let settlement = try ElhubSettlement([Self.file(rows.joined())])
        #expect(settlement.hours.map(\.wattHours) == [460])
        #expect(settlement.hours[0].quarters == [100, 110, 120, 130])
        #expect(settlement.hours[0].quality == .estimated)
        #expect(settlement.problems.map(\.reason) == [.partOfHour(quarters: 3)])
        #expect(settlement.problems.map(\.line) == [6])
    }

    @Test("An hour and its quarters agree, or contradict each other")
    func quartersBesideHour() throws {
        let rows = (0..<4).map { index in
            let ends = ["00:00", "00:15", "00:30", "00:45", "01:00"]
            return Sample.row2026(
                "2026-04-01T\(ends[index]):00+02:00",
                "2026-04-01T\(ends[index + 1]):00+02:00",
                "0,1",
                name: "KWH 15 Forbruk",
                registered: "2026-04-02T12:00:00+02:00"
            )
        }
        let agreeing = try ElhubSettlement([Self.file(rows.joined() + Self.row(0, "0,4"))])
        #expect(agreeing.hours.map(\.quarters) == [[100, 100, 100, 100]])
        let other = try ElhubSettlement([Self.file(rows.joined() + Self.row(0, "0,5"))])
        #expect(other.hours == [])
        #expect(other.problems.count == 2)
    }

    @Test("Files of two metering points are refused, by the numbers in their names")
    func meteringPoints() throws {
        let files = [
            try Self.file(
                Self.row(1, "1"),
                name: "meteringvalues-mp-707057500000000001-consumption-20210118T1015.csv"
            ),
            try Self.file(Self.row(2, "1"), name: "Måleverdier_707057500000000002_CONSUMPTION_2024-01.csv"),
        ]
        let error = #expect(throws: ElhubError.self) { try ElhubSettlement(files) }
        #expect(error?.description.contains("of metering point 707057500000000002") == true)
        #expect(try ElhubSettlement([files[0], Self.file(Self.row(2, "1"))]).hours.count == 2)
    }
}
