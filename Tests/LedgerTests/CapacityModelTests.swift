import Civil
import TestSupport
import Testing

@testable import Ledger

@Suite("Capacity models")
struct CapacityModelTests {
    private static let ladder = [0, 2, 5, 10].map { $0 * 1_000 }

    private static func steps(_ bounds: [Int] = ladder, includes: Bool = true) throws -> CapacitySteps {
        try #require(CapacitySteps(lowerBoundsW: bounds, includesLowerBound: includes))
    }

    private static func settings(_ model: CapacityModel, targetW: Int? = nil) -> LedgerSettings {
        LedgerSettings(calendar: .oslo, capacity: CapacitySchedule(model), targetW: targetW)
    }

    private static func hour(_ start: String, _ wh: Int, _ quality: HourQuality = .measured) -> Hour {
        Hour(start: utc("\(start):00:00Z"), importWh: wh, exportWh: 0, quality: quality)
    }

    private static func limit(
        _ settings: LedgerSettings,
        _ hours: [Hour],
        at time: String,
        earlier: [DayPeak] = []
    )
        -> HourStatus?
    {
        var ledger = Ledger(settings: settings, hours: hours, earlier: earlier)
        _ = ledger.record(.power(100), at: utc(time))
        return ledger.status(at: utc(time))
    }

    // MARK: - Boundary rule

    @Test(
        "Exactly 5 kW is on the step above or below, as the company has it",
        arguments: [
            (true, 4_999, 2), (true, 5_000, 3), (false, 5_000, 2), (false, 5_001, 3), (false, 0, 1),
            (true, 0, 1),
        ]
    )
    func boundary(includes: Bool, wh: Int, step: Int) throws {
        let model = CapacityModel.meanOfDailyMaxima(try Self.steps(includes: includes))
        let hours = (1...3).map { Self.hour("2026-01-0\($0)T12", wh) }
        let status = Ledger(settings: Self.settings(model), hours: hours).month(
            LocalMonth(year: 2026, month: 1)
        )
        #expect(status.step?.number == step)
    }

    @Test("The limit is the first value that changes the step, by either rule", arguments: [true, false])
    func limitByRule(includes: Bool) throws {
        let steps = try Self.steps(includes: includes)
        for others in [[4_000, 3_000], [4_999, 4_999], [100, 7], [9_000, 2]] {
            let budget = Budget(.days(others), steps: steps, targetW: 5_000)
            let limit = try #require(budget.limitWh)
            func step(_ wh: Int) -> Int { steps.step(sumWh: others.reduce(wh, +), count: 3).number }
            #expect(step(limit) == step(limit - 1) + 1, "\(others)")
        }
    }

    // MARK: - One maximum

    @Test("One maximum: the highest hour of the month, certain from the first day")
    func monthlyMaximum() throws {
        let settings = Self.settings(.monthlyMaximum(try Self.steps(includes: false)), targetW: 5_000)
        let hours = [
            Self.hour("2026-01-05T07", 4_000), Self.hour("2026-01-05T08", 9_000, .gap),
            Self.hour("2026-01-06T07", 4_500),
        ]
        let status = Ledger(settings: settings, hours: hours).month(LocalMonth(year: 2026, month: 1))
        #expect(status.counting.map(\.importWh) == [4_500])
        #expect(status.meanW == 4_500)
        #expect(status.step?.number == 2)
        #expect(!status.isProvisional)
        #expect(status.uncertain.map(\.importWh) == [9_000])
        #expect(Self.limit(settings, hours, at: "2026-01-07T12:00:00Z")?.limitWh == 5_001)
        #expect(
            Self.limit(settings, hours + [Self.hour("2026-01-06T08", 5_001)], at: "2026-01-07T12:00:00Z")?
                .limitWh == 10_001
        )
        #expect(Ledger(settings: settings).month(LocalMonth(year: 2026, month: 1)).isProvisional)
    }

    // MARK: - No hour decides

    @Test(
        "Main fuse and unknown: no step, no limit, every hour free, the fuse as budget",
        arguments: [CapacityModel.mainFuse, .unknown]
    )
    func noHour(model: CapacityModel) throws {
        let settings = Self.settings(model, targetW: 5_000)
        let hours = (1...4).map { Self.hour("2026-01-0\($0)T12", 9_000) }
        let month = Ledger(settings: settings, hours: hours).month(LocalMonth(year: 2026, month: 1))
        #expect(month.step == nil)
        #expect(month.counting.isEmpty)
        #expect(month.days.count == 4)
        #expect(!month.isProvisional)
        let status = try #require(Self.limit(settings, hours, at: "2026-01-05T12:00:00Z"))
        #expect(status.limitWh == nil)
        #expect(status.isFree)
        #expect(status.stepRisk == 0)
        #expect(status.budgetW == settings.maximumPowerW)
    }

    // MARK: - Weekly peaks

    /// Fjellnett's ladder of kilowatts.
    private static func weekly(targetW: Int? = nil) throws -> LedgerSettings {
        settings(.weightedWeeklyPeaks(.fjellnett, try steps((0...20).map { $0 * 1_000 })), targetW: targetW)
    }

    private static func day(_ text: String, _ wh: Int) throws -> DayPeak {
        let day = try #require(LocalDay(parsing: text))
        return DayPeak(day: day, hour: utc("\(text)T12:00:00Z"), importWh: wh, quality: .measured)
    }

    @Test("Five weeks count, one hour of each, by the season of their Monday")
    func weeks() throws {
        // Weeks that begin 2025-12-29 (95 %), 2026-01-05 and 12 (100 %), 2025-11-03 (70 %), 2025-06-02 (25 %), 2025-02-24 (100 %).
        let earlier = try [
            Self.day("2025-02-25", 2_000), Self.day("2025-06-03", 20_000), Self.day("2025-11-04", 6_000),
            Self.day("2025-11-05", 5_000),
        ]
        let hours = [
            // Thursday 1 January is in the week of Monday 29 December.
            Self.hour("2026-01-01T12", 8_000), Self.hour("2026-01-05T12", 3_000),
            Self.hour("2026-01-06T12", 4_000),
            Self.hour("2026-01-13T12", 1_000),
        ]
        let ledger = Ledger(settings: try Self.weekly(), hours: hours, earlier: earlier)
        let status = ledger.month(LocalMonth(year: 2026, month: 1))
        #expect(
            status.counting.map { "\($0.day) \($0.weightPercent)" } == [
                "2026-01-01 95", "2025-06-03 25", "2025-11-04 70", "2026-01-06 100", "2025-02-25 100",
            ]
        )
        // (7600 + 5000 + 4200 + 4000 + 2000) / 5
        #expect(status.meanW == 4_560)
        #expect(status.step?.lowerW == 4_000)
        #expect(status.isProvisional)
        // A year on nothing of February 2025 is within twelve months: 0.25 × 20 kW and the others are.
        let next = Ledger(settings: try Self.weekly(), hours: hours, earlier: earlier).month(
            LocalMonth(year: 2026, month: 2)
        )
        #expect(next.counting.map(\.day.description).last == "2026-01-13")
    }

    @Test("A year in which each week is known is not provisional; one missing week is")
    func wholeYear() throws {
        var days: [DayPeak] = []
        var day = LocalDay(year: 2_025, month: 1, day: 1)
        while day < LocalDay(year: 2_025, month: 12, day: 1) {
            days.append(try Self.day("\(day)", 3_000))
            day = day.adding(days: 3)
        }
        let hours = (1...29).map { Self.hour("2025-12-\($0 < 10 ? "0" : "")\($0)T12", 2_000) }
        let whole = Ledger(settings: try Self.weekly(), hours: hours, earlier: days)
        #expect(!whole.month(LocalMonth(year: 2025, month: 12)).isProvisional)
        let holed = days.filter { $0.day.monday != LocalDay(year: 2025, month: 8, day: 4) }
        let other = Ledger(settings: try Self.weekly(), hours: hours, earlier: holed)
        #expect(other.month(LocalMonth(year: 2025, month: 12)).isProvisional)
    }

    @Test(
        "The limit asks what the hour's own week and its season leave room for",
        arguments: [("2026-01-14", 100), ("2026-07-15", 25)]
    )
    func weeklyLimit(date: String, weight: Int) throws {
        let today = try #require(LocalDay(parsing: date))
        let earlier = try (1...5).map { week in
            try Self.day(
                "\(today.monday.adding(days: -7 * week))",
                4_000 * 100 / SeasonWeights.fjellnett[today.monday.adding(days: -7 * week).localMonth]
            )
        }
        let settings = try Self.weekly(targetW: 5_000)
        // Four others of 4 kW weighted leave 9 kW, weighted.
        let limit = Self.limit(settings, [], at: "\(date)T12:00:00Z", earlier: earlier)?.limitWh
        let expected = 9_000 * 100 / weight
        #expect(abs((limit ?? 0) - expected) <= 400 / weight + 4, "\(String(describing: limit))")
        // With one other week the bound is the limit, in the season's kilowatts.
        let alone = Self.limit(settings, [], at: "\(date)T12:00:00Z", earlier: Array(earlier.suffix(1)))
        #expect(alone?.limitWh == 5_000 * 100 / weight)
    }

    @Test("Season weights are twelve, of 1 to 100 per cent")
    func weights() {
        #expect(SeasonWeights(percent: Array(repeating: 100, count: 12)) != nil)
        for wrong in [[], Array(repeating: 0, count: 12), Array(repeating: 101, count: 12), [100]] {
            #expect(SeasonWeights(percent: wrong) == nil)
        }
    }

    // MARK: - Dates

    @Test("A tariff that changes on the first of a month changes the ladder with it")
    func dated() throws {
        let schedule = CapacitySchedule([
            .init(
                from: LocalMonth(year: 2026, month: 2),
                model: .meanOfDailyMaxima(try Self.steps([0, 5_000]))
            ),
            .init(from: LocalMonth(year: 2026, month: 1), model: .monthlyMaximum(try Self.steps())),
        ])
        let settings = LedgerSettings(calendar: .oslo, capacity: schedule)
        let hours = [Self.hour("2026-01-31T12", 3_000), Self.hour("2026-02-01T12", 4_000)]
        let ledger = Ledger(settings: settings, hours: hours)
        #expect(
            ledger.month(LocalMonth(year: 2026, month: 1)).step
                == CapacityStep(number: 2, lowerW: 2_000, upperW: 5_000)
        )
        #expect(
            ledger.month(LocalMonth(year: 2026, month: 2)).step
                == CapacityStep(number: 1, lowerW: 0, upperW: 5_000)
        )
        #expect(schedule.model(in: LocalMonth(year: 2025, month: 12)) == .unknown)
        #expect(schedule.model(in: LocalMonth(year: 2030, month: 1)).steps?.lowerBoundsW == [0, 5_000])
    }

    // MARK: - The target at a month's start

    @Test(
        "The first day's target: last month's step, else the same month's a year ago, else 10 kW or the bound above it"
    )
    func target() throws {
        let january = (1...3).map { Self.hour("2026-01-0\($0)T12", 3_000) }
        let ayear = try (1...3).map { try Self.day("2025-02-0\($0)", 12_000) }
        let settings = LedgerSettings.oslo()
        func limit(_ hours: [Hour], _ earlier: [DayPeak], _ settings: LedgerSettings = settings) -> Int? {
            Self.limit(settings, hours, at: "2026-02-01T12:00:00Z", earlier: earlier)?.limitWh
        }
        #expect(limit(january, ayear) == 5_000)
        #expect(limit([], ayear) == 15_000)
        // Two days of a month do not make its step.
        #expect(limit(Array(january.prefix(2)), ayear) == 15_000)
        #expect(limit([], Array(ayear.prefix(2))) == 10_000)
        let odd = Self.settings(.meanOfDailyMaxima(try Self.steps([0, 5_000, 8_000, 15_000, 30_000])))
        #expect(limit([], [], odd) == 15_000)
        let low = Self.settings(.meanOfDailyMaxima(try Self.steps([0, 2_000, 5_000])))
        #expect(limit([], [], low) == 5_000)
        // On the last step a month ago there is no bound to keep.
        #expect(limit((1...3).map { Self.hour("2026-01-0\($0)T12", 6_000) }, [], low) == nil)
    }

    // MARK: - Memory

    @Test(
        "What is older than two months stays as daily maxima: weekly peaks and last year's month are as from all hours"
    )
    func folding() throws {
        var random = SeededRandom(7)
        var hours: [Hour] = []
        var start = utc("2025-01-01T00:00:00Z")
        while start < utc("2026-02-10T00:00:00Z") {
            let quality: HourQuality = random.once(in: 9) ? .gap : .measured
            hours.append(
                Hour(
                    start: start,
                    importWh: Int.random(in: 0...9_000, using: &random),
                    exportWh: 0,
                    quality: quality
                )
            )
            start = start.adding(milliseconds: Instant.hourMilliseconds)
        }
        let lived = Ledger(settings: try Self.weekly(), hours: hours)
        let recent = hours.filter { $0.start >= utc("2025-12-31T23:00:00Z") }
        let past = DayPeak.ofDays(hours.filter { $0.start < utc("2025-12-31T23:00:00Z") }, in: .oslo)
        let restored = Ledger(settings: try Self.weekly(), hours: recent, earlier: past)
        let month = LocalMonth(year: 2026, month: 2)
        #expect(lived.month(month) == restored.month(month))
        #expect(lived.month(month).counting.count == 5)
        #expect(lived.month(month).counting.allSatisfy { $0.quality == .measured })
    }

    @Test("Daily maxima of plain hours are those of each local day")
    func ofDays() {
        let hours = [
            Self.hour("2026-01-05T21", 1_000), Self.hour("2026-01-05T22", 3_000),
            Self.hour("2026-01-05T23", 2_000),
            Self.hour("2026-01-06T12", 9_000, .gap), Self.hour("2026-01-06T13", 2_000),
        ]
        let peaks = DayPeak.ofDays(hours, in: .oslo)
        #expect(peaks.map(\.importWh) == [3_000, 2_000])
        #expect(peaks.map(\.hour) == [utc("2026-01-05T22:00:00Z"), utc("2026-01-05T23:00:00Z")])
    }
}
