import DLMS

/// Writes HDLC frames of type 3 around an information field, with both check sequences.
struct FrameWriter: Sendable {
    /// Destination, source and control, as the make writes them.
    let header: [UInt8]

    /// - Parameter information: LLC header and APDU, at most 2030 bytes.
    func frame(_ information: [UInt8]) -> [UInt8] {
        let length = 2 + header.count + 2 + information.count + 2
        var bytes: [UInt8] = [0xA0 | UInt8(length >> 8), UInt8(length & 0xFF)] + header
        appendCheck(to: &bytes)
        bytes += information
        appendCheck(to: &bytes)
        return [0x7E] + bytes + [0x7E]
    }

    private func appendCheck(to bytes: inout [UInt8]) {
        let check = frameCheckSequence(of: bytes.span.bytes)
        bytes.append(UInt8(check & 0xFF))
        bytes.append(UInt8(check >> 8))
    }
}

/// Writes values in A-XDR, one behind the other.
struct ValueWriter {
    private(set) var bytes: [UInt8]

    /// - Parameter head: what stands before the first value.
    init(head: [UInt8]) {
        bytes = head
        bytes.reserveCapacity(640)
    }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func structure(_ count: UInt8) { bytes += [0x02, count] }

    mutating func array(_ count: UInt8) { bytes += [0x01, count] }

    mutating func doubleLongUnsigned(_ value: Int) {
        bytes.append(0x06)
        big(value, width: 4)
    }

    mutating func longUnsigned(_ value: Int) {
        bytes.append(0x12)
        big(value, width: 2)
    }

    mutating func long(_ value: Int) {
        bytes.append(0x10)
        big(value, width: 2)
    }

    mutating func octetString(_ text: String) { string(0x09, text) }

    mutating func visibleString(_ text: String) { string(0x0A, text) }

    /// An OBIS code A-B:C.D.E.255.
    mutating func obis(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8) {
        bytes += [0x09, 0x06, a, b, c, d, e, 0xFF]
    }

    mutating func scaler(_ scaler: Int8, _ unit: PhysicalUnit) {
        bytes += [0x02, 0x02, 0x0F, UInt8(bitPattern: scaler), 0x16, unit.rawValue]
    }

    /// The twelve bytes of a date-time, without tag and length.
    mutating func clock(_ clock: MeterClock) {
        big(clock.year, width: 2)
        bytes += [clock.month, clock.day, clock.weekday, clock.hour, clock.minute, clock.second]
        bytes += clock.tail
    }

    private mutating func string(_ tag: UInt8, _ text: String) {
        bytes += [tag, UInt8(text.utf8.count)]
        bytes += text.utf8
    }

    private mutating func big(_ value: Int, width: Int) {
        for index in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index)))
        }
    }
}

/// What a meter's clock shows, and how its make ends the twelve bytes: hundredths, deviation, status.
struct MeterClock: Sendable {
    var year: Int
    var month: UInt8
    var day: UInt8
    /// 1 is Monday; FF is not said.
    var weekday: UInt8
    var hour: UInt8
    var minute: UInt8
    var second: UInt8
    var tail: [UInt8]
}
