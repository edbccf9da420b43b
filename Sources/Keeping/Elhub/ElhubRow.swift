import Civil

/// A row that is right by itself; which of two hours its local times mean may be open still.
struct ElhubRow {
    var line: Int
    var from: ElhubTime
    var to: ElhubTime
    var fromText: String
    var toText: String
    var direction: ElhubDirection
    var resolution: ElhubResolution
    var wattHours: Int
    var quality: ElhubQuality?
    var registered: Instant?

    func value(at start: Instant) -> ElhubValue {
        ElhubValue(
            start: start,
            resolution: resolution,
            direction: direction,
            wattHours: wattHours,
            quality: quality,
            registered: registered,
            line: line
        )
    }

    func end(of start: Instant) -> Instant { start.adding(seconds: resolution.seconds) }

    /// Whether *Til* is the end of an interval that begins at this moment, by local clocks or by counting on.
    func fits(_ start: Instant, _ calendar: LocalCalendar) -> Bool {
        isEnd(end(of: start), calendar) || clockDistance == resolution.seconds
    }

    /// Whether *Til* can be this moment.
    func isEnd(_ end: Instant, _ calendar: LocalCalendar) -> Bool {
        to.instants(in: calendar).contains(end)
    }

    /// *Til* less *Fra* as the two are written.
    private var clockDistance: Int64? {
        guard let from = from.clockSeconds, let to = to.clockSeconds else { return nil }
        return to - from
    }

    /// How long the interval is where no name says it.
    static func resolution(
        from: ElhubTime,
        to: ElhubTime,
        _ calendar: LocalCalendar
    ) -> ElhubResolution? {
        let starts = from.instants(in: calendar)
        let ends = to.instants(in: calendar)
        let seconds = starts.flatMap { start in ends.map { $0.milliseconds(since: start) / 1_000 } }
        if let found = seconds.compactMap({ ElhubResolution(rawValue: $0) }).first { return found }
        guard let first = from.clockSeconds, let last = to.clockSeconds else { return nil }
        return ElhubResolution(rawValue: last - first)
    }
}
