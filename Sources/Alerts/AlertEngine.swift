import Foundation
public import Ledger
import Meters

/// Holds the rules against what one meter's ledger says. Knows no clock: time comes with the events.
public struct AlertEngine: Sendable {
    private var watches: [RuleWatch]

    /// - Parameters:
    ///   - calendar: local time, for quiet hours and for what people read.
    ///   - meter: its number.
    public init(rules: [AlertRule], calendar: LocalCalendar, meter: String) {
        watches = rules.map { RuleWatch(rule: $0, calendar: calendar, meter: meter) }
    }

    /// An alert and whom it is for.
    public struct Notification: Sendable, Equatable {
        public var alert: Alert
        /// Names of webhooks.
        public var recipients: [String]
    }

    /// Takes an event.
    ///
    /// - Returns: what is raised or cleared by it.
    public mutating func consider(_ event: LedgerEvent) -> [Notification] {
        var notifications: [Notification] = []
        for index in watches.indices {
            let alert: Alert?
            switch event {
            case .hour(let hour): alert = watches[index].consider(hour)
            case .live(let live): alert = watches[index].consider(live)
            case .meter, .closed, .month, .notice: alert = nil
            }
            if let alert {
                notifications.append(Notification(alert: alert, recipients: watches[index].rule.recipients))
            }
        }
        return notifications
    }
}

/// One rule and how it stands.
struct RuleWatch: Sendable {
    let rule: AlertRule
    private let calendar: LocalCalendar
    private let meter: String
    private let words: AlertWords
    private var switching = Switching()
    /// The hour that the forecast was raised for, and its limit.
    private var hour: (start: Instant, limitWh: Int?)?
    private var hasWarnedInHour: Instant?

    init(rule: AlertRule, calendar: LocalCalendar, meter: String) {
        self.rule = rule
        self.calendar = calendar
        self.meter = meter
        words = AlertWords(calendar: calendar)
    }

    /// In an hour's first minutes the forecast swings: only what is certain is said.
    static let settlingMilliseconds: Int64 = 300_000
    /// As good as certain.
    static let certainty = 0.999

    private func isQuiet(_ time: Instant) -> Bool {
        guard let quiet = rule.quiet else { return false }
        let local = calendar.dateTime(of: time)
        return quiet.contains(minute: local.hour * 60 + local.minute)
    }

    private func key(_ since: Instant) -> String { "\(rule.name)/\(meter)/\(since)" }

    private func alert(
        _ state: Alert.State,
        _ severity: Alert.Severity,
        at time: Instant,
        since: Instant,
        title: String,
        text: String,
        advice: String?,
        _ numbers: Alert.Numbers
    ) -> Alert {
        Alert(
            rule: rule.name,
            state: state,
            severity: severity,
            time: time,
            meter: meter,
            key: key(since),
            title: title,
            text: text,
            advice: advice,
            numbers: numbers
        )
    }
}

// MARK: - hour_forecast

extension RuleWatch {
    /// At most one warning an hour; it ends when the danger is over, or with the hour.
    mutating func consider(_ status: HourStatus) -> Alert? {
        guard case .hourForecast(let probability) = rule.kind else { return nil }
        if let hour, hour.start != status.start {
            self.hour = nil
            return switching.end(at: status.time).map { since in
                alert(
                    .cleared,
                    .warning,
                    at: status.time,
                    since: since,
                    title: "A new hour",
                    text: words.hourEnded(hour.start, limitWh: hour.limitWh),
                    advice: nil,
                    Alert.Numbers()
                )
            }
        }
        if hour != nil { return clearing(status, below: probability / 2) }
        guard hasWarnedInHour != status.start else { return nil }
        let isEarly = status.time.milliseconds(since: status.start) < Self.settlingMilliseconds
        let needed = isEarly ? max(probability, Self.certainty) : probability
        let holds = !status.isFree && status.stepRisk >= needed && !isQuiet(status.time)
        guard switching.begin(holds, at: status.time, for: rule.holdSeconds, coolDown: 0) else { return nil }
        hour = (status.start, status.limitWh)
        hasWarnedInHour = status.start
        switching.since = status.start
        let isOver = status.limitWh.map { status.usedWh >= $0 } ?? false
        return alert(
            .raised,
            isOver ? .critical : .warning,
            at: status.time,
            since: status.start,
            title: words.hourForecastTitle(status),
            text: words.hourForecastText(status),
            advice: words.hourForecastAdvice(status),
            numbers(status)
        )
    }

    private mutating func clearing(_ status: HourStatus, below probability: Double) -> Alert? {
        guard status.stepRisk < probability, let since = switching.end(at: status.time) else { return nil }
        hour = nil
        return alert(
            .cleared,
            .warning,
            at: status.time,
            since: since,
            title: "The hour stays below its limit",
            text: words.hourForecastCleared(status),
            advice: nil,
            numbers(status)
        )
    }

    private func numbers(_ status: HourStatus) -> Alert.Numbers {
        var numbers = Alert.Numbers()
        numbers.used_kwh = Decimal(status.usedWh) / 1_000
        numbers.expected_kwh = Decimal(status.expectedWh) / 1_000
        numbers.limit_kwh = status.limitWh.map { Decimal($0) / 1_000 }
        numbers.budget_w = status.budgetW
        numbers.probability = Decimal(Int((status.stepRisk * 100).rounded())) / 100
        return numbers
    }
}

// MARK: - power_above

extension RuleWatch {
    mutating func consider(_ live: LiveValues) -> Alert? {
        guard case .powerAbove(let limitW) = rule.kind, let powerW = live.reading.powerImportW else {
            return nil
        }
        var numbers = Alert.Numbers()
        numbers.power_w = powerW
        numbers.limit_w = limitW
        if switching.isOn {
            guard powerW <= limitW - (rule.hysteresisW ?? limitW / 20),
                let since = switching.end(at: live.time)
            else {
                return nil
            }
            return alert(
                .cleared,
                .warning,
                at: live.time,
                since: since,
                title: "Power is down again",
                text: words.powerAboveCleared(powerW, limitW: limitW),
                advice: nil,
                numbers
            )
        }
        let holds = powerW > limitW
        let isRaised = switching.begin(
            holds,
            at: live.time,
            for: rule.holdSeconds,
            coolDown: rule.coolDownSeconds,
            isHeldBack: isQuiet(live.time)
        )
        guard isRaised, let since = switching.since else { return nil }
        return alert(
            .raised,
            .warning,
            at: live.time,
            since: since,
            title: "High power",
            text: words.powerAboveText(powerW, limitW: limitW, heldSeconds: rule.holdSeconds),
            advice: "Turn something off.",
            numbers
        )
    }
}
