import Civil
import Foundation
import Ledger

extension Alert: Codable {
    private enum CodingKeys: String, CodingKey {
        case rule, name, state, severity, time, meter, key, title, text, advice
        case meterName = "meter_name"
    }

    /// The alert as MQTT and webhooks carry it: one line of JSON in UTF-8, keys in snake case and sorted, times in UTC with
    /// Z, only the figures that apply.
    public func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self))
        } catch {
            // Texts, whole numbers and finite decimals always encode.
            preconditionFailure("an alert that is not JSON: \(error)")
        }
    }

    /// Reads what `json()` wrote; `to` is not in it and comes out empty.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            rule: try values.decode(String.self, forKey: .rule),
            name: try values.decode(String.self, forKey: .name),
            state: try values.decode(State.self, forKey: .state),
            severity: try values.decode(Severity.self, forKey: .severity),
            time: try values.decode(ISOTime.self, forKey: .time).instant,
            meter: try values.decode(String.self, forKey: .meter),
            meterName: try values.decode(String.self, forKey: .meterName),
            key: try values.decode(String.self, forKey: .key),
            title: try values.decode(String.self, forKey: .title),
            text: try values.decode(String.self, forKey: .text),
            advice: try values.decodeIfPresent(String.self, forKey: .advice),
            numbers: try AlertNumbers(from: decoder)
        )
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(rule, forKey: .rule)
        try values.encode(name, forKey: .name)
        try values.encode(state, forKey: .state)
        try values.encode(severity, forKey: .severity)
        try values.encode(ISOTime(time), forKey: .time)
        try values.encode(meter, forKey: .meter)
        try values.encode(meterName, forKey: .meterName)
        try values.encode(key, forKey: .key)
        try values.encode(title, forKey: .title)
        try values.encode(text, forKey: .text)
        try values.encodeIfPresent(advice, forKey: .advice)
        // Beside the others, not below them: templates reach them more easily.
        try numbers.encode(to: encoder)
    }
}
