extension LedgerNotice: CustomStringConvertible {
    /// In words for a log: what, and what was done about it.
    public var description: String {
        switch self {
        case .newBaseline(let from, let to):
            "the meter's counter went from \(from) Wh to \(to) Wh: counting starts again there, and the difference is not booked"
        case .repeatedHourlyList(let time):
            "the hourly list of \(time) repeats the one before: its hour waits for the next list"
        case .frozenRegister(let time):
            "the meter's counters stand still at \(time) though power flows: the hour waits until they move"
        case .powerAndRegisterDiffer(let time):
            "the meter's counters and its power have differed for \(RegisterTrust.contraryToAccept) hours up to \(time): "
                + "hours go by the counters"
        case .otherMeter(let from, let to):
            "another meter answers: \(to) instead of \(from)"
        case .clockWentBack(let from, let to):
            "the clock went back from \(from) to \(to): the running hour starts again"
        case .energyScale(.wattHours):
            "the meter counts in Wh, not in 10 Wh: registers corrected"
        case .energyScale(.tenWattHours):
            "the meter counts in 10 Wh, not in Wh: registers corrected"
        case .energyScaleUnknown:
            "the meter's registers fit its power neither in Wh nor in 10 Wh: hours are counted by power; "
                + "energy_scale in the configuration sets the scale"
        }
    }
}
