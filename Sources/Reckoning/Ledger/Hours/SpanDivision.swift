/// Divides a register difference over the hours that it spans.
///
/// Where power was seen, an hour gets what power says; what is left over is spread evenly over the time that was not seen.
/// Where everything was seen, or less was used than power says, all hours are scaled alike. The parts add up to the
/// difference to the watt-hour.
struct SpanDivision {
    /// Time without power, over all hours together, that is put down to sampling and not to an outage.
    static let toleratedMilliseconds: Int64 = 60_000

    let hours: [PowerIntegral]
    private let elapsed: Double
    private let unseen: Double

    init(_ hours: [PowerIntegral]) {
        self.hours = hours
        elapsed = Double(hours.reduce(0) { $0 + $1.elapsedMilliseconds })
        unseen = Double(hours.reduce(0) { $0 + $1.unseenMilliseconds })
    }

    /// The way in which an hour's part comes about.
    func division(of hour: PowerIntegral) -> HourAccount.Division {
        hour.unseenMilliseconds > Self.toleratedMilliseconds ? .evenly : .byPower
    }

    /// - Parameters:
    ///   - totalWh: the register difference, not negative.
    ///   - power: which direction's power divides it.
    /// - Returns: a part for each hour.
    func parts(of totalWh: Int, by power: KeyPath<PowerIntegral, Int64>) -> [Int] {
        let total = Double(totalWh) * Double(PowerIntegral.wmsPerWh)
        let integrated = Double(hours.reduce(0) { $0 + $1[keyPath: power] })
        let extra = total - integrated
        let spread = extra > 0 && unseen > Double(Self.toleratedMilliseconds)
        var parts: [Int] = []
        var sum = 0.0
        var booked = 0
        for hour in hours {
            let own = Double(hour[keyPath: power])
            if spread {
                sum += own + extra * Double(hour.unseenMilliseconds) / unseen
            } else if integrated > 0 {
                sum += total * own / integrated
            } else {
                sum +=
                    elapsed > 0
                    ? total * Double(hour.elapsedMilliseconds) / elapsed : total / Double(hours.count)
            }
            // Rounding the running sum, not each part, keeps the parts together what the whole is.
            let upTo = Int((sum / Double(PowerIntegral.wmsPerWh)).rounded())
            parts.append(upTo - booked)
            booked = upTo
        }
        if let last = parts.indices.last { parts[last] += totalWh - booked }
        return parts
    }
}
