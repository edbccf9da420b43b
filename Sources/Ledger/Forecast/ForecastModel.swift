/// What was learnt of the home: changes once an hour, when an hour is over.
///
/// It guesses at the mean power of the rest of the hour. At the end of an hour it goes back to every third minute of it,
/// looks again at what was known then, and corrects itself by how the hour went on.
struct ForecastModel: Sendable, Equatable {
    private(set) var network: GuessNetwork
    private(set) var margins: SpreadMargins
    private(set) var profile: DayProfile
    /// The start of the last hour that it learnt from.
    private(set) var learned: Instant?

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

    /// The mean power from `now` to the end of its hour.
    ///
    /// - Parameter fallbackW: what the rest is taken to draw when nothing was seen in the last hour.
    func rest(
        of minutes: RecentMinutes,
        at now: Instant,
        calendar: LocalCalendar,
        fallbackW: Double?
    ) -> RestPower {
        let start = now.hourStart
        let hour = LocalHour(start, in: calendar)
        let number = floorDivide(now.unixMilliseconds, 60_000)
        let isRunning = minutes.running == number
        let window = PowerWindow(
            minutes,
            at: number,
            runningW: isRunning ? minutes.settledRunningW : nil
        )
        let usual = usualW(of: hour, from: start, calendar)
        guard let window else { return RestPower(cautiouslyAround: known(fallbackW) ?? usual.this ?? 0) }
        let minute = Float(now.milliseconds(since: start)) / 60_000
        let outlook = Outlook(window, usualW: usual, hour: hour, minute: minute)
        let answer = Answer(network, outlook)
        return answer.restPower(margins, minute: Int(minute))
            ?? RestPower(cautiouslyAround: outlook.guesses[0])
    }

    private func known(_ fallbackW: Double?) -> Float? {
        guard let fallbackW, fallbackW.isFinite else { return nil }
        return Float(min(max(fallbackW, 0), Double(RecentMinutes.highestW)))
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
            let answer = Answer(network, outlook)
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
