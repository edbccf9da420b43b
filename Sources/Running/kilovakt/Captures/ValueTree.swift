import DLMS
import Meters

/// A list as it stands in the message, for those who want to find out what it is.
indirect enum ValueTree: Equatable {
    /// Structure or array.
    case container([ValueTree])
    case null
    case boolean(Bool)
    case number(Int64)
    case largeNumber(UInt64)
    case float(Double)
    /// A string of printable characters.
    case text(String)
    /// An octet string of six bytes that can be an OBIS code.
    case code(OBISCode)
    /// Any other bytes, in hex.
    case bytes(String)
    /// Bytes that are no value; what stood before them is in the tree.
    case wrong(String)

    /// Meters nest four deep; this is for bytes that pretend to.
    private static let deepest = 16

    init(_ list: borrowing ValueCursor) {
        var cursor = copy list
        self.init(&cursor, depth: 0)
    }

    private init(_ cursor: inout ValueCursor, depth: Int) {
        guard depth < Self.deepest else {
            self = .wrong("nested more than \(Self.deepest) deep")
            return
        }
        do throws(DecodingError) {
            switch try cursor.element() {
            case .null: self = .null
            case .boolean(let value): self = .boolean(value)
            case .number(let value): self = .number(value)
            case .largeNumber(let value): self = .largeNumber(value)
            case .float(let value): self = .float(value)
            case .bytes(_, let content): self.init(content)
            case .container(_, let count): self = .container(Self.elements(count, &cursor, depth: depth + 1))
            }
        } catch {
            self = .wrong(error.description)
        }
    }

    /// As many elements as there are, up to the first that is wrong.
    private static func elements(_ count: Int, _ cursor: inout ValueCursor, depth: Int) -> [ValueTree] {
        var elements: [ValueTree] = []
        for _ in 0..<count {
            let element = ValueTree(&cursor, depth: depth)
            elements.append(element)
            if element.isWrong { break }
        }
        return elements
    }

    private var isWrong: Bool {
        switch self {
        case .wrong: true
        case .container(let elements): elements.last?.isWrong ?? false
        default: false
        }
    }

    private init(_ content: RawSpan) {
        let bytes = content.withUnsafeBytes { Array($0) }
        if bytes.count == 6, bytes[5] == 255 {
            self = .code(OBISCode(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]))
        } else if !bytes.isEmpty, bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            self = .text(String(content))
        } else {
            self = .bytes(
                bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
            )
        }
    }

    /// The tree in lines, each level further to the right.
    func lines(indent: String) -> [String] {
        switch self {
        case .container(let elements):
            ["\(indent)\(elements.count) elements"] + elements.flatMap { $0.lines(indent: indent + "  ") }
        case .null: ["\(indent)null"]
        case .boolean(let value): ["\(indent)\(value)"]
        case .number(let value): ["\(indent)\(value)"]
        case .largeNumber(let value): ["\(indent)\(value)"]
        case .float(let value): ["\(indent)\(value)"]
        case .text(let text): ["\(indent)\"\(text)\""]
        case .code(let code): ["\(indent)\(code)"]
        case .bytes(let hex): ["\(indent)[\(hex)]"]
        case .wrong(let problem): ["\(indent)!! \(problem)"]
        }
    }
}

extension ValueTree: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .container(let elements): try container.encode(elements)
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .largeNumber(let value): try container.encode(value)
        case .float(let value): try container.encode(value.isFinite ? "\(value)" : "not a number")
        case .text(let text): try container.encode(text)
        case .code(let code): try container.encode(code.description)
        case .bytes(let hex): try container.encode("0x\(hex)")
        case .wrong(let problem): try container.encode("!! \(problem)")
        }
    }
}
