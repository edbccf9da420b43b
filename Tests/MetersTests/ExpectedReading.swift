import Foundation
import TestSupport
import Testing

/// A line of `expected.jsonl`: what others read in a real message.
struct ExpectedReading: Decodable, CustomTestStringConvertible {
    var file: String
    var make: String
    var clock: String
    var registers: [String: Register]

    struct Register: Decodable {
        var value: Value
        var unit: String?
    }

    enum Value: Decodable, Equatable {
        case number(Decimal)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try container.decode(Decimal.self))
            }
        }
    }

    var testDescription: String { file }

    /// The number of a quantity whatever its channel, `1.7.0`, in thousandths of the unit.
    func thousandths(_ quantity: String) -> Int? {
        let found = registers.first { $0.key.hasSuffix(":\(quantity)") }
        guard case .number(let number) = found?.value.value else { return nil }
        return NSDecimalNumber(decimal: number * 1_000).intValue
    }

    func whole(_ quantity: String) -> Int? { thousandths(quantity).map { $0 / 1_000 } }

    /// All lines; none without ../shared.
    static let all: [ExpectedReading] = {
        guard Shared.isPresent, let text = try? Shared.text("captures/expected.jsonl") else { return [] }
        return text.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(ExpectedReading.self, from: Data($0.utf8))
        }
    }()
}
