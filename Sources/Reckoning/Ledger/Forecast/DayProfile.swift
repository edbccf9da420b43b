import Civil

/// What the home usually draws at each hour of the day, on working days and at weekends.
struct DayProfile: Sendable, Equatable {
    /// Mean powers in W: 24 of working days, then 24 of weekends; below zero where nothing is known yet.
    private(set) var powers: [Float]

    static let count = 48
    /// How much of what is known a new day replaces: half of it after ten days.
    private static let share: Float = 0.07

    init() {
        powers = Array(repeating: -1, count: Self.count)
    }

    init?(powers: [Float]) {
        guard powers.count == Self.count, powers.allSatisfy({ (-1...Float(UInt16.max)).contains($0) }) else {
            return nil
        }
        self.powers = powers
    }

    /// The usual mean power of that hour, in W; the other kind of day's where this kind was not seen yet.
    func usualW(_ hour: LocalHour) -> Float? {
        let own = powers[hour.place]
        if own >= 0 { return own }
        let other = powers[(hour.place + 24) % Self.count]
        return other >= 0 ? other : nil
    }

    mutating func learn(_ meanW: Float, of hour: LocalHour) {
        let known = powers[hour.place]
        powers[hour.place] = known < 0 ? meanW : known + Self.share * (meanW - known)
    }
}

/// An hour as people live by it.
struct LocalHour: Sendable, Equatable {
    /// 0...23.
    var hour: Int
    var isWeekend: Bool

    init(_ instant: Instant, in calendar: LocalCalendar) {
        let seconds = instant.unixSeconds + Int64(calendar.offsetSeconds(at: instant))
        let day = floorDivide(seconds, 86_400)
        hour = Int((seconds - day * 86_400) / 3_600)
        // 1970-01-01 was a Thursday.
        let weekday = day + 3 - floorDivide(day + 3, 7) * 7
        isWeekend = weekday >= 5
    }

    fileprivate var place: Int { hour + (isWeekend ? 24 : 0) }
}
