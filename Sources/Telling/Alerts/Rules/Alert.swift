public import Civil

/// One thing to tell people: that trouble is there, or that it is over.
public struct Alert: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, Codable {
        case raised
        case cleared
    }

    public enum Severity: String, Sendable, Hashable, Codable {
        /// Good to know.
        case info
        /// Something can be done yet.
        case warning
        /// It has happened: a limit is passed, or harm is near.
        case critical
    }

    /// The kind of rule: `hour_forecast`.
    public var rule: String
    /// The rule's own name: as `rule`, unless configured.
    public var name: String
    public var state: State
    /// A clear has the severity of its raise.
    public var severity: Severity
    /// When it was found.
    public var time: Instant
    /// The meter's id; its name while it has not said its id yet; `home` for what is about the machine that reads it.
    public var meter: String
    /// What people call the meter.
    public var meterName: String
    /// The same for a raise, its clear and every try to deliver them, and for no other: ASCII without spaces,
    /// `hour_forecast/5706567202753025/2026-01-15T15:00:00Z`.
    public var key: String
    /// A few words.
    public var title: String
    /// A sentence or two.
    public var text: String
    /// What to do: `Turn off 1.8 kW until 17:00.`; `nil` when there is nothing to do.
    public var advice: String?
    public var numbers: AlertNumbers
    /// The webhooks to tell, by name. Not in the JSON: it is no receiver's business who else is told.
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
    /// An alert that nothing is wrong behind, for trying a webhook out.
    public static func test(at time: Instant, meterName: String, language: Language = .en) -> Alert {
        let phrase = language.words.test
        return Alert(
            rule: "test",
            name: "test",
            state: .raised,
            severity: .info,
            time: time,
            meter: meterName,
            meterName: meterName,
            key: "test/\(time)",
            title: phrase.title,
            text: phrase.text
        )
    }
}
