public import Civil

/// What was learnt of the home: changes once an hour, when an hour is over.
///
/// It guesses at the mean power of the rest of the hour. At the end of an hour it goes back to every third minute of it,
/// looks again at what was known then, and corrects itself by how the hour went on.
public struct ForecastModel: Sendable, Equatable {
    private(set) var network: GuessNetwork
    private(set) var margins: SpreadMargins
    private(set) var profile: DayProfile
    /// The start of the last hour that it learnt from.
    public private(set) var learned: Instant?

    init() {
        network = GuessNetwork()
        margins = SpreadMargins()
        profile = DayProfile()
    }

    init(network: GuessNetwork, margins: SpreadMargins, profile: DayProfile, learned: Instant?) {
        self.network = network
        self.margins = margins
        self.profile = profile
        self.learned = learned
    }

    // MARK: - Saying

    /// The mean power of the rest of an hour; `nil` when nothing was seen in the last one.
    ///
    /// - Parameters:
    ///   - minute: the number of the minute that runs.
    ///   - runningW: the mean of what was seen of it; `nil` leaves it out.
    func rest(
        of minutes: RecentMinutes,
        at minute: Int64,
        runningW: Float?,
        calendar: LocalCalendar
    ) -> RestPower? {
        guard let window = PowerWindow(minutes, at: minute, runningW: runningW) else { return nil }
        let start = Instant(unixSeconds: minute * 60).hourStart
        let hour = LocalHour(start, in: calendar)
        let inHour = Int(minute - start.unixSeconds / 60)
        let outlook = Outlook(
            window,
            usualW: usualW(of: hour, from: start, calendar),
            hour: hour,
            minute: Float(inHour)
        )
        let answer = Answer(network.activity(outlook.signs), guesses: outlook.guesses)
        return answer.restPower(margins, minute: inHour) ?? RestPower(cautiouslyAround: outlook.guesses[0])
    }

    /// What is said while nothing was seen.
    func blindRest(at now: Instant, calendar: LocalCalendar, fallbackW: Double?) -> RestPower {
        if let fallbackW, fallbackW.isFinite {
            let held = min(max(fallbackW, 0), Double(RecentMinutes.highestW))
            return RestPower(cautiouslyAround: Float(held))
        }
        return RestPower(cautiouslyAround: profile.usualW(LocalHour(now.hourStart, in: calendar)) ?? 0)
    }

    private func usualW(
        of hour: LocalHour,
        from start: Instant,
        _ calendar: LocalCalendar
    ) -> (this: Float?, next: Float?) {
        let next = LocalHour(start.adding(milliseconds: Instant.hourMilliseconds), in: calendar)
        return (profile.usualW(hour), profile.usualW(next))
    }

    // MARK: - Learning

    /// The minutes of an hour that are learnt from lie so far apart, and begin with another each hour.
    private static let spacing = 3

    /// Learns from the last hour, once, if all of it was seen. To be called whenever time has passed; costs nothing but once
    /// an hour.
    mutating func learn(from minutes: RecentMinutes, calendar: LocalCalendar) {
        guard let running = minutes.running else { return }
        let start = Instant(unixSeconds: (floorDivide(running, 60) - 1) * 3_600)
        if let learned, start <= learned { return }
        guard let truth = minutes.whole(hour: start) else { return }
        learned = start
        let hour = LocalHour(start, in: calendar)
        learn(truth, from: minutes, start: start, hour, usualW(of: hour, from: start, calendar))
        profile.learn(truth.reduce(0, +) / 60, of: hour)
    }

    private mutating func learn(
        _ truth: [Float],
        from minutes: RecentMinutes,
        start: Instant,
        _ hour: LocalHour,
        _ usual: (this: Float?, next: Float?)
    ) {
        let first = floorDivide(start.unixMilliseconds, 60_000)
        let hours = network.steps
        var gradient = GuessNetwork.Gradient()
        for minute in stride(from: 1 + hours % Self.spacing, to: 60, by: Self.spacing) {
            guard let window = PowerWindow(minutes, at: first + Int64(minute)) else { continue }
            let outlook = Outlook(window, usualW: usual, hour: hour, minute: Float(minute))
            let answer = Answer(network.activity(outlook.signs), guesses: outlook.guesses)
            let rest = truth[minute...].reduce(0, +) / Float(60 - minute)
            for share in SpreadMargins.shares.indices {
                let power = answer.power(share, margins, minute: minute)
                margins.learn(
                    share < 3 ? rest < power : rest > power,
                    share: share,
                    minute: minute,
                    hours: hours
                )
            }
            let slopes = answer.slopes(rest, guesses: outlook.guesses)
            network.add(slopes, signs: outlook.signs, activity: answer.activity, to: &gradient)
        }
        network.step(against: gradient)
    }
}
