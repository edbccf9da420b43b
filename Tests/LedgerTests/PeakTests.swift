import Civil
import Ledger
import TestSupport
import Testing

@Suite("Peaks")
struct PeakTests {
    /// A ledger that holds these hours; starts are UTC.
    private func month(_ hours: [(String, Int, HourQuality)], _ month: Int = 1) -> MonthStatus {
        let hours = hours.map {
            Hour(start: utc("2026-\($0.0):00:00Z"), importWh: $0.1, exportWh: 1, quality: $0.2)
        }
        return Ledger(settings: .oslo(), hours: hours).month(LocalMonth(year: 2026, month: month))
    }

    @Test("Two high hours of one day count once")
    func sameDay() {
        let status = month([
            ("01-05T07", 9_000, .measured), ("01-05T08", 8_000, .measured), ("01-06T07", 4_000, .measured),
            ("01-07T07", 2_000, .measured), ("01-08T07", 1_000, .measured),
        ])
        #expect(status.counting.map(\.importWh) == [9_000, 4_000, 2_000])
        #expect(status.days.map(\.importWh) == [9_000, 4_000, 2_000, 1_000])
        #expect(status.meanW == 5_000)
        #expect(status.step == CapacityStep(number: 3, lowerW: 5_000, upperW: 10_000))
        #expect(!status.isProvisional)
        #expect(status.importWh == 24_000)
        #expect(status.exportWh == 5)
    }

    static let means: [([Int], Int)] = [
        ([5_000, 5_000, 5_000], 3), ([5_000, 5_000, 4_999], 2), ([2_000, 2_000, 1_999], 1),
        ([2_000, 2_000, 2_000], 2),
        ([100_000, 100_000, 100_000], 10), ([100_000, 100_000, 99_999], 9), ([0, 0, 0], 1),
    ]

    @Test(
        "The mean is not rounded before the step is looked up, and a bound belongs to the step above",
        arguments: means
    )
    func bounds(values: [Int], step: Int) {
        let hours = values.enumerated().map { ("01-0\($0.offset + 1)T12", $0.element, HourQuality.measured) }
        #expect(month(hours).step?.number == step)
    }

    @Test("The day is the local one of the hour's start")
    func localDay() {
        let status = month([
            ("01-05T22", 3_000, .measured), ("01-05T23", 4_000, .measured), ("01-06T21", 5_000, .measured),
        ])
        #expect(status.days.map(\.day.day) == [5, 6])
        #expect(status.days.map(\.importWh) == [3_000, 5_000])
    }

    @Test(
        "A month changes at local midnight, summer and winter",
        arguments: [("03-31T21", "03-31T22", 4), ("10-31T22", "10-31T23", 11)]
    )
    func localMonth(last: String, first: String, month: Int) {
        let hours: [(String, Int, HourQuality)] = [(last, 7_000, .measured), (first, 3_000, .measured)]
        #expect(self.month(hours, month).days.map(\.importWh) == [3_000])
        #expect(self.month(hours, month - 1).days.map(\.importWh) == [7_000])
    }

    @Test("Before the third day all is provisional, and before the first it is nothing")
    func provisional() {
        #expect(month([]).isProvisional)
        #expect(month([]).meanW == 0)
        #expect(month([]).step?.number == 1)
        let two = month([("01-05T07", 9_000, .measured), ("01-06T07", 4_001, .measured)])
        #expect(two.isProvisional)
        #expect(two.meanW == 6_501)
    }

    @Test("A gap never counts, and is listed when it is higher than its day")
    func gaps() {
        let status = month([
            ("01-05T07", 2_000, .integrated), ("01-05T08", 9_000, .gap), ("01-06T07", 3_000, .split),
            ("01-06T08", 2_999, .gap), ("01-07T07", 4_000, .gap), ("01-07T08", 5_000, .gap),
        ])
        #expect(status.counting.map(\.importWh) == [3_000, 2_000])
        #expect(status.uncertain.map(\.importWh) == [9_000, 5_000])
        #expect(status.isProvisional)
    }

    @Test("Imported and edited hours count")
    func imported() {
        let status = month([("01-05T07", 2_000, .imported), ("01-06T08", 9_000, .edited)])
        #expect(status.counting.map(\.quality) == [.edited, .imported])
    }

    @Test("Of equal hours the first counts, in a day and in a month")
    func ties() {
        let status = month([
            ("01-05T07", 2_000, .measured), ("01-05T08", 2_000, .measured), ("01-06T07", 2_000, .measured),
            ("01-07T07", 2_000, .measured), ("01-08T07", 2_000, .measured),
        ])
        #expect(status.counting.map(\.hour) == ["05", "06", "07"].map { utc("2026-01-\($0)T07:00:00Z") })
    }

    @Test("The hour that comes twice in October is two hours of one day")
    func doubledHour() {
        let status = month([("10-25T00", 5_000, .measured), ("10-25T01", 6_000, .measured)], 10)
        #expect(status.days.map(\.importWh) == [6_000])
        #expect(status.importWh == 11_000)
    }

    @Test("An hour that gets another value changes the peaks")
    func revision() {
        let status = month([
            ("01-05T07", 9_000, .integrated), ("01-05T08", 5_000, .measured), ("01-05T07", 1_000, .split),
        ])
        #expect(status.days.map(\.importWh) == [5_000])
        #expect(status.importWh == 6_000)
    }

    @Test("A split that comes late changes the month that was told")
    func late() {
        var play = Play()
        play.list(utc("16:00:00"), 0)
        play.power(1_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.power(1_000, from: utc("17:00:00"), to: utc("18:00:00"))
        #expect((990...1_000).contains(play.months.last?.days.first?.importWh ?? 0))
        play.list(utc("18:00:00"), 2_160)
        #expect(play.months.last?.importWh == 2_160)
        #expect((1_075...1_085).contains(play.months.last?.days.first?.importWh ?? 0))
    }

    @Test("Any month's peaks are those of a plain list of days and hours", arguments: 0..<30)
    func reference(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        var hours: [(String, Int, HourQuality)] = []
        var highest: [Int: Int] = [:]
        for day in 2...29 {
            for hour in 0..<23 where !random.once(in: 3) {
                let wh = Int.random(in: 0...12_000, using: &random)
                let isGap = random.once(in: 5)
                let text = (day < 10 ? "0" : "") + "\(day)T" + (hour < 10 ? "0" : "") + "\(hour)"
                hours.append(("01-" + text, wh, isGap ? .gap : .measured))
                // Local time is an hour ahead, and no day here reaches into the next.
                if !isGap { highest[day] = max(highest[day] ?? 0, wh) }
            }
        }
        let top = Array(highest.values.sorted(by: >).prefix(3))
        let status = month(hours.shuffled(using: &random))
        #expect(status.counting.map(\.importWh) == top)
        #expect(status.days.count == highest.count)
        let bounds = [0, 2, 5, 10, 15, 20, 25, 50, 75, 100]
        let number = bounds.filter { top.reduce(0, +) >= $0 * 3_000 }.count
        #expect(status.step?.number == number)
    }
}
