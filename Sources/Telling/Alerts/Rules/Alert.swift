public import Civil

/// A message to people that trouble has begun, or that it is over.
public struct Alert: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, Codable {
        case raised
        case cleared
    }

    public enum Severity: String, Sendable, Hashable, Codable {
        /// Good to know.
        case info
        /// There is still time to do something.
        case warning
        /// A limit has been passed, or harm is near.
        case critical
    }

    /// The kind of rule: `hour_forecast`.
    public var rule: String
    /// The rule's own name: as `rule`, unless configured.
    public var name: String
    public var state: State
    /// A clear has the severity of its raise.
    public var severity: Severity
    /// The time at which the trouble, or its end, was found.
    public var time: Instant
    /// The meter's id; its name until it has said its id; `home` for alerts about the machine that reads it.
    public var meter: String
    /// The name that people call the meter by.
    public var meterName: String
    /// The same for a raise, its clear and every try to deliver them, and different from all others: ASCII without spaces,
    /// `hour_forecast/5706567202753025/2026-01-15T15:00:00Z`.
    public var key: String
    /// A few words.
    public var title: String
    /// A sentence or two.
    public var text: String
    /// What to do: `Turn off 1.8 kW until 17:00.`; `nil` when there is nothing to do.
    public var advice: String?
    public var numbers: AlertNumbers
    /// The webhooks to tell, by name. Not in the JSON: who else is told does not concern a receiver.
    public var to: [String]

    public init(
        rule: String,
        name: String,
        state: State,
        severity: Severity,
        time: Instant,
        meter: String,
        meterName: String,
        key: String,
        title: String,
        text: String,
        advice: String? = nil,
        numbers: AlertNumbers = AlertNumbers(),
        to: [String] = []
    ) {
        self.rule = rule
        self.name = name
        self.state = state
        self.severity = severity
        self.time = time
        self.meter = meter
        self.meterName = meterName
        self.key = key
        self.title = title
        self.text = text
        self.advice = advice
        self.numbers = numbers
        self.to = to
    }
}

extension Alert {
    /// An alert without any trouble behind it, for trying a webhook out.
    public static func test(at time: Instant, meterName: String, language: Language = .en) -> Alert {
        Alert(
            rule: "test",
            name: "test",
            state: .raised,
            severity: .info,
            time: time,
            meter: meterName,
            meterName: meterName,
            key: "test/\(time)",
            title: AlertText.test[language],
            text: AlertText.testText[language]
        )
    }
}
