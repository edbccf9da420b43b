import Civil

/// How power went through an hour, minute by minute.
///
/// Registers say how much an hour used; this says when in it. A minute is its mean power, seen for half of it at the least.
struct HourShape: Sendable, Codable, Equatable {
    /// Mean power of each minute that is over, import and export in turn, in W; −1 for one that was not seen. Empty until the
    /// first is over, and once the minutes were told and let go.
    private var minutes: [Int32] = []
    /// The minute that runs, and the power in it.
    private var minute = 0
    private var running = PowerIntegral()
    /// The four quarters, in place of the minutes that were let go.
    private var quarters: [PowerIntegral] = []

    private static let minuteMilliseconds: Int64 = 60_000
    private static let unseen: Int32 = -1

    // MARK: - Power

    /// Adds power held from one moment of the hour to another, in ms since its start.
    mutating func pass(from: Int64, to: Int64, _ power: PowerSample) {
        var from = from
        while from < to {
            let number = Int(from / Self.minuteMilliseconds)
            if number != minute { turn(to: number) }
            let until = min(to, Int64(number + 1) * Self.minuteMilliseconds)
            running.add(power, milliseconds: until - from)
            from = until
        }
    }

    /// Says that no more of the hour comes.
    mutating func finish() {
        if running.seenMilliseconds > 0 { turn(to: minute) }
    }

    private mutating func turn(to next: Int) {
        if running.seenMilliseconds >= Self.minuteMilliseconds / 2, minute < 60 {
            if minutes.isEmpty { minutes = Array(repeating: Self.unseen, count: 120) }
            minutes[2 * minute] = mean(running.importWms)
            minutes[2 * minute + 1] = mean(running.exportWms)
        }
        running = PowerIntegral()
        minute = next
    }

    private func mean(_ wms: Int64) -> Int32 {
        Int32(clamping: (wms + running.seenMilliseconds / 2) / running.seenMilliseconds)
    }

    // MARK: - What follows

    /// The hour's energy, divided over its quarters as power went, and its minutes.
    func detail(of energy: WattHours, start: Instant) -> HourDetail {
        let division = SpanDivision(byQuarter)
        let imports = division.parts(of: energy.importWh, by: \.importWms)
        let exports = division.parts(of: energy.exportWh, by: \.exportWms)
        return HourDetail(
            start: start,
            quarters: zip(imports, exports).map { QuarterEnergy(importWh: $0, exportWh: $1) },
            minutes: curve
        )
    }

    /// Whether power says something else than the register: by more than a tenth and more than the register's grain and the
    /// seconds between the meter's hour and the host's can bring about.
    ///
    /// - Parameter isWhole: whether power was seen through the whole hour. Else there may be more to the hour than was seen,
    ///   but never less.
    func contradicts(_ energy: WattHours, isWhole: Bool) -> Bool {
        let sum = byQuarter.reduce(into: PowerIntegral()) { $0.add($1) }.energy
        // A meter that has counted nothing fed in may have no counter for it.
        let exportWh = energy.exportWh > 0 ? sum.exportWh : 0
        return [(energy.importWh, sum.importWh), (energy.exportWh, exportWh)].contains { register, power in
            let missing = power - register
            return (isWhole ? abs(missing) : missing) > max(Self.allowedWh, power / 10)
        }
    }

    /// What a register may be off from power in an hour that is in order, in Wh.
    static let allowedWh = 50

    /// Lets the minutes go, and keeps what divides the hour over its quarters.
    mutating func forgetMinutes() {
        quarters = byQuarter
        minutes = []
    }

    private var curve: [MinutePower?] {
        stride(from: 0, to: minutes.count, by: 2).map { place in
            minutes[place] < 0
                ? nil : MinutePower(importW: Int(minutes[place]), exportW: Int(minutes[place + 1]))
        }
    }

    private var byQuarter: [PowerIntegral] {
        guard quarters.isEmpty else { return quarters }
        return (0..<4).map { quarter in
            var integral = PowerIntegral(elapsedMilliseconds: 15 * Self.minuteMilliseconds)
            for minute in 15 * quarter..<15 * quarter + 15 where !minutes.isEmpty && minutes[2 * minute] >= 0
            {
                let (importW, exportW) = (Int64(minutes[2 * minute]), Int64(minutes[2 * minute + 1]))
                integral.importWms += importW * Self.minuteMilliseconds
                integral.exportWms += exportW * Self.minuteMilliseconds
                integral.seenMilliseconds += Self.minuteMilliseconds
            }
            return integral
        }
    }
}

extension HourShape {
    private enum CodingKeys: String, CodingKey {
        case imports, exports, minute, running, quarters
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        minute = try container.decode(Int.self, forKey: .minute)
        running = try container.decode(PowerIntegral.self, forKey: .running)
        quarters = try container.decodeIfPresent([PowerIntegral].self, forKey: .quarters) ?? []
        let imports = try container.decodeIfPresent([Int32].self, forKey: .imports) ?? []
        let exports = try container.decodeIfPresent([Int32].self, forKey: .exports) ?? []
        guard !imports.isEmpty else { return }
        minutes = (0..<60).flatMap { minute in
            let importW = minute < imports.count ? imports[minute] : Self.unseen
            return [importW, minute < exports.count ? exports[minute] : importW < 0 ? Self.unseen : 0]
        }
    }

    /// Without the minutes to come, and without exports where there are none: the state is written each minute.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(minute, forKey: .minute)
        try container.encode(running, forKey: .running)
        if !quarters.isEmpty { try container.encode(quarters, forKey: .quarters) }
        guard let last = minutes.lastIndex(where: { $0 >= 0 }) else { return }
        let imports = stride(from: 0, through: last, by: 2).map { minutes[$0] }
        try container.encode(imports, forKey: .imports)
        let exports = stride(from: 1, through: last | 1, by: 2).map { minutes[$0] }
        if exports.contains(where: { $0 > 0 }) { try container.encode(exports, forKey: .exports) }
    }
}
