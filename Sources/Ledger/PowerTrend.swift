/// Power drawn over the last quarter of an hour, minute by minute: what the forecast looks at.
struct PowerTrend: Sendable, Codable, Equatable {
    private var minutes: [Minute] = []

    private struct Minute: Sendable, Codable, Equatable {
        var number: Int64
        var wms: Int64
        var milliseconds: Int64

        var meanW: Double { Double(wms) / Double(milliseconds) }
    }

    static let length = 15

    /// Books power that was held from one moment to another.
    mutating func pass(from: Instant, to: Instant, importW: Int) {
        var from = from.unixMilliseconds
        let to = to.unixMilliseconds
        // Older minutes would fall out again.
        from = max(from, to - Int64(Self.length) * 60_000)
        while from < to {
            let number = floorDivide(from, 60_000)
            let until = min(to, (number + 1) * 60_000)
            if minutes.last?.number != number {
                minutes.append(Minute(number: number, wms: 0, milliseconds: 0))
            }
            minutes[minutes.count - 1].wms += Int64(importW) * (until - from)
            minutes[minutes.count - 1].milliseconds += until - from
            from = until
        }
        let oldest = floorDivide(to, 60_000) - Int64(Self.length)
        if let first = minutes.first, first.number <= oldest { minutes.removeAll { $0.number <= oldest } }
    }

    /// The mean of the last five minutes and the one that runs, in W; `nil` when no power was seen in them.
    func meanW(at now: Instant) -> Double? {
        let oldest = floorDivide(now.unixMilliseconds, 60_000) - 5
        var wms: Int64 = 0
        var milliseconds: Int64 = 0
        for minute in minutes where minute.number >= oldest {
            wms += minute.wms
            milliseconds += minute.milliseconds
        }
        return milliseconds > 0 ? Double(wms) / Double(milliseconds) : nil
    }

    /// How much the minutes' means differ from each other: their standard deviation in W; `nil` below three minutes.
    var deviationW: Double? {
        guard minutes.count >= 3 else { return nil }
        let count = Double(minutes.count)
        let mean = minutes.reduce(0) { $0 + $1.meanW } / count
        let squares = minutes.reduce(0) { $0 + ($1.meanW - mean) * ($1.meanW - mean) }
        return (squares / (count - 1)).squareRoot()
    }
}
