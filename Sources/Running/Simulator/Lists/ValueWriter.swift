import DLMS

/// Writes values in A-XDR (IEC 62056-6-2, table 1), one behind the other.
struct ValueWriter {
    private(set) var bytes: [UInt8]

    private static let doubleLong: UInt8 = 0x05

    /// How an integer is written: its tag.
    enum Width: UInt8 {
        case doubleLongUnsigned = 0x06
        case long = 0x10
        case longUnsigned = 0x12
        case long64Unsigned = 0x15

        var bytes: Int {
            switch self {
            case .doubleLongUnsigned: 4
            case .long, .longUnsigned: 2
            case .long64Unsigned: 8
            }
        }
    }

    /// - Parameter head: what stands before the first value.
    init(head: [UInt8]) {
        bytes = head
        bytes.reserveCapacity(640)
    }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func structure(_ count: Int) { bytes += [0x02, UInt8(count)] }

    mutating func array(_ count: Int) { bytes += [0x01, UInt8(count)] }

    /// - Parameter width: a negative value goes into the signed type of the same width.
    mutating func integer(_ value: Int, _ width: Width) {
        bytes.append(value < 0 && width == .doubleLongUnsigned ? Self.doubleLong : width.rawValue)
        big(value, width: width.bytes)
    }

    mutating func octetString(_ text: String) { string(0x09, Array(text.utf8)) }

    mutating func visibleString(_ text: String) { string(0x0A, Array(text.utf8)) }

    mutating func obis(_ code: OBISCode) {
        string(0x09, [code.a, code.b, code.c, code.d, code.e, code.f])
    }

    mutating func scaler(_ scaler: Int, _ unit: UInt8) {
        bytes += [0x02, 0x02, 0x0F, UInt8(truncatingIfNeeded: scaler), 0x16, unit]
    }

    /// A date-time as an octet string of twelve bytes.
    mutating func clock(_ clock: MeterClock) { string(0x09, clock.bytes) }

    private mutating func string(_ tag: UInt8, _ content: [UInt8]) {
        bytes += [tag, UInt8(content.count)]
        bytes += content
    }

    private mutating func big(_ value: Int, width: Int) {
        for index in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index)))
        }
    }
}

extension ValueWriter {
    /// The value of an item, its code and unit left to who reads it.
    ///
    /// - Parameter width: of a number.
    mutating func value(of item: ListItem, _ width: Width) {
        switch item.content {
        case .text(let text): octetString(text)
        case .number(let raw, _, _): integer(raw, width)
        }
    }

    /// Scaler and unit of an item that is a number; a count is unit 255.
    mutating func scaler(of item: ListItem) {
        if case .number(_, let scaler, let unit) = item.content {
            self.scaler(scaler, unit?.rawValue ?? 0xFF)
        }
    }
}
