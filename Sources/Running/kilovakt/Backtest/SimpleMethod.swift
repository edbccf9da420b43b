/// What anyone would try first.
enum SimpleMethod: String, CaseIterable, Encodable {
    /// The power of the last minute goes on.
    case instantaneous
    /// The mean power of the last five minutes goes on.
    case fiveMinuteMean = "five_minute_mean"
    /// The mean power of the hour so far goes on.
    case linear

    /// How the hour will end by it, in Wh.
    func expectedWh(_ hour: HourSoFar) -> Double {
        let looksBack =
            switch self {
            case .instantaneous: 1
            case .fiveMinuteMean: 5
            case .linear: hour.watts.count
            }
        let last = hour.watts.suffix(looksBack)
        let rate = last.isEmpty ? 0 : last.reduce(0, +) / Double(last.count)
        return hour.usedWh + rate * hour.remainingHours
    }
}
