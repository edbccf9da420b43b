/// The bytes that captures are written with.
enum Ascii {
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let openBracket: UInt8 = 0x28
    static let closeBracket: UInt8 = 0x29
    static let star: UInt8 = 0x2A
    static let hyphen: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let letterT: UInt8 = 0x54
    static let letterZ: UInt8 = 0x5A
    static let smallX: UInt8 = 0x78
    static let bar: UInt8 = 0x7C

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero <= 9 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    /// Blanks within a line, and the carriage return that ends one on other systems.
    static func isSpace(_ byte: UInt8) -> Bool { byte == space || byte == tab || byte == carriageReturn }
}

/// The value of a hex digit, 0 to 15; `nil` for any other byte.
func hexValue(_ byte: UInt8) -> UInt8? {
    let value = hexValues[Int(byte)]
    return value < 16 ? value : nil
}

/// Values of hex digits by byte; 255 for any other byte.
let hexValues: [UInt8] = (UInt8.min...UInt8.max).map { byte in
    if Ascii.isDigit(byte) { return byte - Ascii.zero }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : 255
}

/// The hex digits, as captures are written.
let hexDigits: [UInt8] = Array("0123456789ABCDEF".utf8)
