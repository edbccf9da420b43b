import Civil
import Foundation
import Ledger

extension AlertEngine {
    /// The memory of an engine over a restart: standing alerts, past warnings and running hold times. Less than a kilobyte
    /// for each rule.
    public struct State: Sendable, Hashable, Codable {
        /// By the rule's name, made unique.
        var rules: [String: RuleMemory] = [:]
        /// The end of a pause.
        var pausedUntil: Instant?

        /// The keys of the alerts that stand, sorted.
        public var standing: [String] { rules.values.compactMap(\.raised?.key).sorted() }

        /// More rules than anybody configures; further ones in a file are passed over.
        static let mostRules = 1_000
    }
}

extension AlertEngine.State {
    /// The state as it is kept: one line of JSON in UTF-8.
    public func json() throws(UnwritableAlert) -> [UInt8] {
        try UnwritableAlert.json(self, named: "the memory of the alert rules")
    }

    /// Reads the JSON of a state that this version or another one wrote. Parts that are not understood, or hold impossible
    /// values, are left out.
    ///
    /// - Throws: `DecodingError` when the bytes are not such a state.
    public init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json))
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let found = try values.decode([String: Lenient<RuleMemory>].self, forKey: .rules)
        for (name, lenient) in found.sorted(by: { $0.key < $1.key }).prefix(Self.mostRules) {
            if let memory = lenient.value, memory.isPossible { rules[name] = memory }
        }
        pausedUntil = try? values.decode(Instant.self, forKey: .pausedUntil)
        if pausedUntil?.isPossible == false { pausedUntil = nil }
    }
}

/// A value, or `nil` where it cannot be decoded.
private struct Lenient<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

// A file may hold any number, and the program reckons with them: they are bounded here.

extension RuleMemory {
    fileprivate var isPossible: Bool {
        let times =
            episodes
            + [lastKeyTime, lastClear, raised?.episode, condition.heard, condition.lastHour].compactMap { $0 }
        return (times + hold.times).allSatisfy(\.isPossible)
            && [condition.hour, condition.endedHour].allSatisfy { $0?.isPossible ?? true }
            && (condition.day.map { abs($0.importWh.clamped) < .possibleWh && $0.day.isPossible } ?? true)
            && (0...10_000).contains(condition.hoursWithoutList)
    }
}

extension HourStatus {
    fileprivate var isPossible: Bool {
        start.isPossible && time.isPossible && stepRisk.isFinite && abs(stepRisk) <= 1
            && [usedWh, expectedWh, lowWh, highWh, limitWh ?? 0, budgetW].allSatisfy {
                abs($0.clamped) < .possibleWh
            }
    }
}

extension Instant {
    /// From 1970 to 9999.
    fileprivate var isPossible: Bool {
        unixMilliseconds >= 0 && self < Instant.distantFuture
    }
}

extension LocalDay {
    fileprivate var isPossible: Bool {
        (1970...9998).contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }
}

extension Int {
    /// A terawatt-hour.
    fileprivate static let possibleWh = 1_000_000_000_000
    /// Without the one number that has no magnitude.
    fileprivate var clamped: Int { Swift.max(self, -Int.max) }
}
