import DLMS
import Foundation
import Meters

/// A line of `decode` about one message, or about bytes that hold none; the shape is the contract of `decode --json`.
struct DecodeReport: Encodable {
    /// The capture, when several are decoded.
    var file: String?
    /// The place of its first byte in the capture.
    var offset: Int
    var meter: Meter?
    var clock: String?
    var registers: [String: Value]?
    var error: String?
    /// The elements of a list that no profile knows.
    var list: ValueTree?

    struct Meter: Encodable {
        var make: String
        var id: String?
        var model: String?
        var list: String?
    }

    enum Value: Encodable {
        case number(Decimal, unit: String)
        case text(String)

        private enum CodingKeys: CodingKey {
            case value
            case unit
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .number(let number, let unit):
                try container.encode(number, forKey: .value)
                try container.encode(unit, forKey: .unit)
            case .text(let text):
                try container.encode(text, forKey: .value)
            }
        }
    }

    init(_ message: DecodedMessage, make: Make, offset: Int, file: String?) {
        self.file = file
        self.offset = offset
        meter = Meter(make: make.rawValue, id: message.id, model: message.model, list: message.list)
        clock = message.clock
        var values: [String: Value] = [:]
        for register in message.registers {
            switch register.content {
            case .number(let number, let unit):
                values[register.code.description] = .number(number, unit: unit)
            case .text(let text): values[register.code.description] = .text(text)
            }
        }
        registers = values
    }

    init(error: String, offset: Int, file: String?, list: ValueTree? = nil) {
        self.file = file
        self.offset = offset
        self.error = error
        self.list = list
    }
}
