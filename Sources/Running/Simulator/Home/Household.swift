public import Civil

/// A made-up home with electric heating: a base load, a fridge, a water heater, panel heaters that follow the day, meals,
/// washing, and a car two or three nights a week.
///
/// What runs on a day follows from the seed and the day alone, so any second can be asked for by itself and the same seed
/// is the same home for ever.
public struct Household: Load {
    private let seed: UInt64
    private let calendar: LocalCalendar
    private var day: Day?

    public init(seed: UInt64, calendar: LocalCalendar) {
        self.seed = seed
        self.calendar = calendar
    }

    public mutating func watts(at unixSeconds: Int64) -> Int {
        let number = unixSeconds / 86_400
        if day?.number != number { day = makeDay(number) }
        guard let day else { return 0 }
        let second = unixSeconds - number * 86_400
        var total = day.heating(at: second) + Self.fridge(at: unixSeconds)
        for run in day.runs where run.from <= second && second < run.to {
            total += run.watts(at: second)
        }
        // A few watts of life, so that the last digit moves like a meter's.
        var noise = SeededGenerator(seed: seed, unixSeconds / 10)
        return total + Int(noise.next() % 37)
    }

    /// Every 50 minutes for 18: a compressor of 95 W.
    private static func fridge(at unixSeconds: Int64) -> Int {
        unixSeconds % 3_000 < 1_080 ? 95 : 4
    }

    // MARK: - A day

    /// A UTC day's plan; appliances are put in at local hours.
    private struct Day: Sendable {
        var number: Int64
        /// Seconds from UTC midnight to local midnight's offset, for the heaters' hours.
        var offset: Int64
        var cold: Double
        var runs: [Run]

        /// Panel heaters and floors: most in the morning and the evening, thermostats in cycles of twelve minutes.
        func heating(at second: Int64) -> Int {
            let hour = Double((second + offset + 86_400) % 86_400) / 3_600
            let morning = max(0, 1 - abs(hour - 7.5) / 2.5)
            let evening = max(0, 1 - abs(hour - 19) / 4)
            let wanted = cold * (0.35 + 0.4 * max(morning, evening))
            let cycle = Double(second % 720) / 720
            return 180 + (cycle < wanted ? Int(1_900 * cold) : 0)
        }
    }

    /// One appliance, from switched on to switched off.
    private struct Run: Sendable {
        var from: Int64
        var to: Int64
        var power: Int
        /// Of a cycle in seconds, the part that it draws; 1 for always.
        var cycle: Int64 = 600
        var share = 1.0

        func watts(at second: Int64) -> Int {
            Double((second - from) % cycle) < share * Double(cycle) ? power : power / 25
        }
    }

    private func makeDay(_ number: Int64) -> Day {
        var random = SeededGenerator(seed: seed, number)
        let midnight = Instant(unixSeconds: number * 86_400)
        let offset = Int64(calendar.offsetSeconds(at: midnight))
        let local = calendar.dateTime(of: midnight.adding(seconds: 43_200)).day
        // Coldest in the middle of January, warmest in the middle of July.
        let season = abs(Double(((local.month + 5) % 12) * 30 + local.day) - 195) / 195
        let cold = max(0.15, min(1, 1 - season + Double.random(in: -0.1...0.1, using: &random)))
        var runs: [Run] = []
        func add(_ hour: ClosedRange<Double>, _ minutes: ClosedRange<Double>, _ power: Int, share: Double = 1)
        {
            let from = Int64(Double.random(in: hour, using: &random) * 3_600) - offset
            let length = Int64(Double.random(in: minutes, using: &random) * 60)
            runs.append(Run(from: from, to: from + length, power: power, share: share))
        }
        add(6...7, 25...50, 1_950)
        add(20...22, 30...70, 1_950)
        add(6.5...7.5, 4...9, 1_800)
        add(16...17.5, 35...75, 2_400, share: 0.7)
        add(16.5...17.5, 20...40, 1_700, share: 0.8)
        add(18...19, 60...110, 700, share: 0.5)
        if random.next() % 2 == 0 { add(17...20, 70...120, 2_000, share: 0.3) }
        if random.next() % 3 == 0 { add(21.5...22.5, 60...80, 6_900) }
        if random.next() % 3 == 0 { add(19...20, 45...60, 2_300, share: 0.6) }
        return Day(number: number, offset: offset, cold: cold, runs: runs)
    }
}
