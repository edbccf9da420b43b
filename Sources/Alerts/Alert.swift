public import Foundation
public import Ledger

/// A warning, or its end, as it is sent: the same JSON to webhooks and to MQTT.
public struct Alert: Sendable, Equatable {
    public enum State: String, Sendable, Codable {
        case raised
        case cleared
    }

    public enum Severity: String, Sendable, Codable {
        /// There is still time.
        case warning
        /// It has happened.
        case critical
    }

    public var rule: String
    public var state: State
    public var severity: Severity
    public var time: Instant
    /// The meter's number.
    public var meter: String
    /// The same for a warning, its end and every attempt to deliver them: who has it already can tell.
    public var key: String
    public var title: String
    public var text: String
    /// What to do; `nil` when there is nothing.
    public var advice: String?
    public var numbers: Numbers

    public init(
        rule: String,
        state: State,
        severity: Severity,
        time: Instant,
        meter: String,
        key: String,
        title: String,
        text: String,
        advice: String?,
        numbers: Numbers
    ) {
        self.rule = rule
        self.state = state
        self.severity = severity
        self.time = time
        self.meter = meter
        self.key = key
        self.title = title
        self.text = text
        self.advice = advice
        self.numbers = numbers
    }

    /// What it is about, in numbers; only those that apply.
    public struct Numbers: Sendable, Equatable, Encodable {
        public var power_w: Int?
        public var limit_w: Int?
        public var used_kwh: Decimal?
        public var expected_kwh: Decimal?
        public var limit_kwh: Decimal?
        public var budget_w: Int?
        /// 0…1 in hundredths.
        public var probability: Decimal?

        public init() {}
    }

    /// JSON: keys sorted, times in UTC.
    public func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a number that is none (NaN) cannot be written, and these are whole or decimals.
        return (try? encoder.encode(Payload(self))).map(Array.init) ?? []
    }

    private struct Payload: Encodable {
        var rule: String
        var state: State
        var severity: Severity
        var time: String
        var meter: String
        var key: String
        var title: String
        var text: String
        var advice: String?
        var numbers: Numbers

        init(_ alert: Alert) {
            rule = alert.rule
            state = alert.state
            severity = alert.severity
            time = alert.time.description
            meter = alert.meter
            key = alert.key
            title = alert.title
            text = alert.text
            advice = alert.advice
            numbers = alert.numbers
        }
    }
}
