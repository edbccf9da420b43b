public import Foundation

/// JSON with exact numbers, to compare and to look into.
public enum JSON: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Decimal)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    public init(_ text: some StringProtocol) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    public subscript(key: String) -> JSON? {
        if case .object(let values) = self { return values[key] }
        return nil
    }

    public var list: [JSON] { if case .list(let values) = self { values } else { [] } }
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    public var int: Int? {
        if case .number(let value) = self { NSDecimalNumber(decimal: value).intValue } else { nil }
    }
    public var double: Double? {
        if case .number(let value) = self { NSDecimalNumber(decimal: value).doubleValue } else { nil }
    }
}
