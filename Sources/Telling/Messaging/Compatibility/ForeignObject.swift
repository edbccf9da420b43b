import Civil
import Foundation
import Meters
import Telling

/// A JSON object with another program's keys. What is not known has no key.
struct ForeignObject: Sendable, Encodable {
    indirect enum Value: Sendable, Encodable {
        case int(Int)
        case decimal(Decimal)
        case text(String)
        case list([Value])
        case object(ForeignObject)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .int(let number): try container.encode(number)
            case .decimal(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            case .list(let values): try container.encode(values)
            case .object(let object): try container.encode(object)
            }
        }
    }

    private(set) var values: [String: Value] = [:]

    var isEmpty: Bool { values.isEmpty }

    subscript(key: String) -> Value? {
        get { values[key] }
        set { values[key] = newValue }
    }

    /// A value for each phase that the meter sends, mA or mV as A or V with two decimals: `I1`, `I3`.
    mutating func add(_ name: String, _ phases: PhaseValues) {
        for (phase, value) in zip(1...3, [phases.l1, phases.l2, phases.l3]) {
            self["\(name)\(phase)"] = value.map { .thousandths($0, decimals: 2) }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}

extension ForeignObject.Value {
    /// Thousandths of a unit, rounded to so many decimals: Wh as kWh, mA as A.
    static func thousandths(_ value: Int, decimals: Int) -> Self {
        let step = [1_000, 100, 10, 1][min(max(decimals, 0), 3)]
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
        let up = abs(remainder) * 2 >= step && step > 1 ? value.signum() : 0
        return .decimal(
            Decimal(
                sign: value < 0 ? .minus : .plus,
                exponent: -min(max(decimals, 0), 3),
                significand: Decimal((quotient + up).magnitude)
            )
        )
    }

    /// An object with something in it.
    static func filled(_ object: ForeignObject) -> Self? { object.isEmpty ? nil : .object(object) }
}

extension Instant {
    /// To the second, `2026-01-15T07:00:02Z`.
    var wholeSecond: Instant { Instant(unixSeconds: unixSeconds) }
}
