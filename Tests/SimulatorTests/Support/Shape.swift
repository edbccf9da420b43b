/// How an APDU is built: tags, counts, codes, scalers and units in order, and the numbers it says apart from them.
///
/// Reads the bytes by itself, so that what the simulator writes and what a real meter sent are held against each other.
struct Shape {
    private(set) var tokens: [String] = []
    private(set) var numbers: [Int] = []
    private var rest: ArraySlice<UInt8>

    struct Unreadable: Error {
        var tokens: [String]
    }

    /// - Parameter apdu: a data-notification.
    init(_ apdu: some Collection<UInt8>) throws {
        rest = Array(apdu)[...]
        guard try byte() == 0x0F else { throw Unreadable(tokens: []) }
        _ = try take(4)
        switch try byte() {
        case 0x00: tokens.append("no-date")
        case 0x0C: tokens.append("date\(try take(12).count)")
        case 0x09: tokens.append("octets-date\(try take(Int(try byte())).count)")
        default: throw Unreadable(tokens: [])
        }
        while !rest.isEmpty { try value() }
    }

    private mutating func value() throws {
        switch try byte() {
        case 0x01: tokens.append("array(\(try byte()))")
        case 0x02: tokens.append("structure(\(try byte()))")
        case 0x06: try number("u32", 4)
        case 0x09: try octets()
        case 0x0A: tokens.append("text(\(try take(Int(try byte())).count))")
        case 0x0F: tokens.append("i8=\(Int8(bitPattern: try byte()))")
        case 0x10: try number("i16", 2)
        case 0x12: try number("u16", 2)
        case 0x15: try number("u64", 8)
        case 0x16: tokens.append("enum=\(try byte())")
        case let tag: throw Unreadable(tokens: tokens + ["tag \(tag)"])
        }
    }

    private mutating func octets() throws {
        let content = Array(try take(Int(try byte())))
        if content.count == 6, content[5] == 0xFF {
            tokens.append("\(content[0])-\(content[1]):\(content[2]).\(content[3]).\(content[4])")
        } else {
            tokens.append("octets(\(content.count))")
        }
    }

    private mutating func number(_ token: String, _ width: Int) throws {
        tokens.append(token)
        numbers.append(try take(width).reduce(0) { $0 << 8 | Int($1) })
    }

    private mutating func byte() throws -> UInt8 {
        guard let byte = rest.popFirst() else { throw Unreadable(tokens: tokens) }
        return byte
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw Unreadable(tokens: tokens) }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
