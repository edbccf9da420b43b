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
    public func json() throws(UnwritableAlert) -> [UInt8] {
        try UnwritableAlert.json(self, named: "alert \(key)")
    }

    /// Reads the JSON of `json()`; `to` is not in it and comes out empty.
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

extension Alert {
    /// Longest JSON in bytes: longer than any alert.
    private static let longestJSON = 65_536

    /// Reads the JSON of an alert that this version or another one wrote.
    ///
    /// - Throws: `UnreadableAlert` when the bytes are not an alert.
    public init(json: [UInt8]) throws(UnreadableAlert) {
        guard json.count <= Self.longestJSON else {
            throw UnreadableAlert(
                reason: "it has \(json.count) bytes; an alert has at most \(Self.longestJSON)"
            )
        }
        do {
            self = try JSONDecoder().decode(Alert.self, from: Data(json))
        } catch {
            throw UnreadableAlert(reason: "it is not an alert of a kind that this version knows")
        }
        guard time >= Instant(unixMilliseconds: 0), time <= .distantFuture else {
            throw UnreadableAlert(reason: "its time is before 1970 or after 9999")
        }
    }
}

/// An alert on disk that cannot be read: the file was damaged, or written by a later version.
public struct UnreadableAlert: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String

    public var description: String { "the alert cannot be read: \(reason)" }
}

/// An alert, or the memory of rules, that cannot be written as JSON. It is lost; the meter is read on.
public struct UnwritableAlert: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String

    public var description: String { reason }

    /// A value as one line of JSON, keys sorted.
    static func json(_ value: some Encodable, named name: String) throws(UnwritableAlert) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw UnwritableAlert(reason: "\(name) cannot be written as JSON: \(error)")
        }
    }
}
