/// Finds a P1 telegram in the stream (DSMR P1 companion standard 5.0.2, 5.12; IEC 62056-21, 6.6, mode D).
///
///     /KFM5KAIFA-METER ⏎ ⏎ 1-0:1.8.0(00002721.126*kWh) ⏎ … ⏎ !2154 ⏎
///
/// From the slash to the exclamation mark, with the check sequence behind it: CRC-16 of the polynomial x¹⁶ + x¹⁵ + x² + 1 in
/// four hexadecimal digits, over everything from the slash to the exclamation mark. Older meters send none: then the line ends
/// behind the mark. Iskraemeco's in Slovenia send 0000 for none (UtilitechAS/amsreader-firmware, issue 1037).
///
/// A text may hold bytes of 0x80 and above (esphome/issues, issue 2891): only where the check sequence is there and
/// right. Where something on the way has taken the carriage returns out of the lines, the check sequence is right once
/// they are put back.
enum TelegramBounds {
    static var start: UInt8 { UInt8(ascii: "/") }

    /// Longer than any telegram: the longest the standard allows is a message of 2048 digits and two kilobytes beside it.
    static var maximumLength: Int { 4_096 }
    /// Slash, three letters, baud rate, and up to sixteen characters (IEC 62056-21, 6.3.2); twice that for good measure.
    private static var maximumIdentification: Int { 40 }

    /// Reads and checks the telegram whose slash stands at `start`.
    ///
    /// - Returns: `nil` when the bytes end before the telegram does.
    static func shape(_ bytes: RawSpan, at start: Int) throws(DecodingError) -> FrameShape? {
        guard var index = try identificationEnd(bytes, at: start) else { return nil }
        var foreign: Int?
        while true {
            guard index < bytes.byteCount else { return nil }
            guard index - start < maximumLength else { throw DecodingError(.telegramTooLong, at: index) }
            let byte = byte(bytes, index)
            guard isText(byte) || byte >= 0x80, byte != Self.start else {
                throw DecodingError(.notATelegram, at: index)
            }
            if byte >= 0x80 { foreign = foreign ?? index }
            index += 1
            if byte == UInt8(ascii: "!") { break }
        }
        guard let end = try checkedEnd(bytes, from: start, mark: index) else { return nil }
        if let foreign, !end.isChecked { throw DecodingError(.notATelegram, at: foreign) }
        return FrameShape(
            link: .telegram,
            length: end.index - start,
            information: 0..<index - 1 - start,
            isChecked: end.isChecked
        )
    }

    /// The end of the first line: three letters and a digit behind the slash, then whatever the maker likes.
    private static func identificationEnd(_ bytes: RawSpan, at start: Int) throws(DecodingError) -> Int? {
        var index = start + 1
        while index < bytes.byteCount {
            let byte = byte(bytes, index)
            let place = index - start
            let isRight =
                switch place {
                case 1...3: isLetter(byte)
                case 4: isDigit(byte)
                default: isText(byte)
                }
            guard isRight else { throw DecodingError(.notATelegram, at: index) }
            if place > 4, byte == 0x0D || byte == 0x0A { return index }
            guard place <= maximumIdentification else { throw DecodingError(.notATelegram, at: index) }
            index += 1
        }
        return nil
    }

    /// The end behind the check sequence, or behind the line where there is none.
    private static func checkedEnd(
        _ bytes: RawSpan,
        from start: Int,
        mark: Int
    ) throws(DecodingError) -> (index: Int, isChecked: Bool)? {
        var sequence: UInt16 = 0
        for index in mark..<mark + 4 {
            guard index < bytes.byteCount else { return nil }
            let byte = byte(bytes, index)
            if index == mark, byte == 0x0D || byte == 0x0A { return (index, false) }
            guard let digit = hexDigit(byte) else { throw DecodingError(.telegramCheckSequence, at: index) }
            sequence = sequence << 4 | digit
        }
        // Only here, where all is there: a telegram that comes byte by byte is looked at from its beginning each time.
        if sequence == check(bytes, start..<mark) || sequence == checkOfWholeLines(bytes, start..<mark) {
            return (mark + 4, true)
        }
        guard sequence == 0, isIskraemeco(bytes, at: start) else {
            throw DecodingError(.telegramCheckSequence, at: mark)
        }
        return (mark + 4, false)
    }

    private static func check(_ bytes: RawSpan, _ range: Range<Int>) -> UInt16 {
        var check: UInt16 = 0
        for place in range { check = advanced(check, by: byte(bytes, place)) }
        return check
    }

    /// The check sequence with a carriage return before each line feed; `nil` for a telegram that has any.
    private static func checkOfWholeLines(_ bytes: RawSpan, _ range: Range<Int>) -> UInt16? {
        var check: UInt16 = 0
        for place in range {
            let byte = byte(bytes, place)
            if byte == 0x0D { return nil }
            if byte == 0x0A { check = advanced(check, by: 0x0D) }
            check = advanced(check, by: byte)
        }
        return check
    }

    private static func isIskraemeco(_ bytes: RawSpan, at start: Int) -> Bool {
        byte(bytes, start + 1) | 0x20 == UInt8(ascii: "i")
            && byte(bytes, start + 2) | 0x20 == UInt8(ascii: "s")
            && byte(bytes, start + 3) | 0x20 == UInt8(ascii: "k")
    }

    /// The register after one more byte, bit by bit: a telegram comes once a second at the most.
    static func advanced(_ register: UInt16, by byte: UInt8) -> UInt16 {
        var register = register ^ UInt16(byte)
        for _ in 0..<8 {
            register = register & 1 == 1 ? register >> 1 ^ 0xA001 : register >> 1
        }
        return register
    }

    private static func byte(_ bytes: RawSpan, _ index: Int) -> UInt8 {
        bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }

    private static func isText(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) || byte == 0x0D || byte == 0x0A
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
