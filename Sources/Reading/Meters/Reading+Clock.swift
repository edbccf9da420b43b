import DLMS

extension Reading {
    /// How far past the full hour the meter's clock stood, in seconds, 0...3599. The same in every zone of whole hours,
    /// so it holds whether the meter keeps local time or CET. `nil` without a clock that names a moment.
    public var clockSecondsPastHour: Int? {
        guard let clock, clock.isComplete else { return nil }
        return Int(clock.minute) * 60 + Int(clock.second)
    }

    /// The time of day that the meter's clock shows, in seconds, 0...86399; `nil` without a clock that names a moment.
    public var clockSecondsOfDay: Int? {
        guard let clock, clock.isComplete else { return nil }
        return Int(clock.hour) * 3_600 + Int(clock.minute) * 60 + Int(clock.second)
    }

    /// The meter's clock as it wrote it, `2021-11-25T23:00:55`; `nil` without one.
    public var clockText: String? { clock?.description }
}
