/// CRC-16/X.25, bit by bit: x¹⁶ + x¹² + x⁵ + 1.
func x25(_ bytes: some Sequence<UInt8>) -> UInt16 { ~reflected(bytes, polynomial: 0x8408, from: 0xFFFF) }

/// CRC-16/ARC, bit by bit: x¹⁶ + x¹⁵ + x² + 1.
func arc(_ bytes: some Sequence<UInt8>) -> UInt16 { reflected(bytes, polynomial: 0xA001, from: 0) }

private func reflected(_ bytes: some Sequence<UInt8>, polynomial: UInt16, from start: UInt16) -> UInt16 {
    var register = start
    for byte in bytes {
        register ^= UInt16(byte)
        for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ polynomial : register >> 1 }
    }
    return register
}

/// Four hexadecimal digits.
func hex(_ value: UInt16) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [12, 8, 4, 0].map { digits[Int(value >> UInt16($0) & 15)] }
}

/// An HDLC frame around an information field of up to 2,036 bytes, as meters push it.
func hdlcFrame(_ information: some Sequence<UInt8>) -> [UInt8] {
    let information = Array(information.prefix(2_036))
    let length = information.count + 10
    var body: [UInt8] = [0xA0 | UInt8(length >> 8), UInt8(length & 0xFF), 0x41, 0x08, 0x83, 0x13]
    body += lowFirst(x25(body)) + information
    return [0x7E] + body + lowFirst(x25(body)) + [0x7E]
}

private func lowFirst(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
