import DLMS

/// A self-described list that is not all structures, as Austrian meters send it. Sagemcom's T210-D:
///
///     02 23 │ 09 0C 07 E8 … │ 09 06 01 00 01 08 00 FF │ 06 00 48 82 9A │ 02 02 0F 00 16 1E │ … │ 09 0C 31 37 38 …
///     35      date-time       OBIS 1-0:1.8.0            4752026          scaler 0, unit Wh       the meter's number
///
/// Kaifa's MA309, whose clock alone stands outside the structures:
///
///     02 10 │ 09 06 00 00 01 00 00 FF │ 09 0C 07 E7 … │ 02 02 09 06 00 00 60 01 00 FF 09 0E 31 4B … │ 02 03 09 06 01 00 20 07 00 FF …
///
/// A number without scaler and unit behind it is left out, because nothing says what it counts.
enum FlatList {
    /// - Returns: `nil` when nothing in it describes itself.
    static func read(
        _ message: borrowing DataNotification,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make? {
        guard try describesItself(message) else { return nil }
        var cursor = message.values
        var left = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        var items = ListItems(make: .unknown)
        while left > 0 {
            if cursor.nextIsOBISCode {
                left -= try readRegister(&cursor, left, &items.make, into: &sink)
            } else if cursor.nextByte == DataTag.structure.rawValue {
                try items.read(&cursor, into: &sink)
                left -= 1
            } else {
                try readBare(&cursor, into: &sink)
                left -= 1
            }
        }
        try cursor.end()
        return items.make
    }

    /// Whether the list holds a code, a number and a scaler and unit, one behind the other, by themselves or in a structure.
    private static func describesItself(_ message: borrowing DataNotification) throws(DecodingError) -> Bool {
        var cursor = message.values
        for _ in 0..<(try cursor.structure()) {
            var item = cursor
            try cursor.skip()
            if item.nextByte == DataTag.structure.rawValue { _ = try item.structure() }
            guard item.nextIsOBISCode else { continue }
            try item.skip()
            guard !item.isAtEnd else { continue }
            try item.skip()
            if item.nextIsScalerAndUnit { return true }
        }
        return false
    }

    /// - Returns: how many elements of the list it took.
    private static func readRegister(
        _ cursor: inout ValueCursor,
        _ left: Int,
        _ make: inout Make,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Int {
        let at = cursor.position
        let code = try cursor.obisCode()
        guard left >= 2 else { throw cursor.unexpectedCount(1, expected: 2, at: at) }
        if code.isClock, cursor.nextIsDateTime {
            sink.take(clock: try cursor.dateTime())
            return 2
        }
        if cursor.nextIsText {
            let text = try cursor.text()
            if code == .logicalDeviceName { make = Make(flag: text) }
            sink.take(code, text: text)
            return 2
        }
        let value = try cursor.number()
        guard left >= 3, cursor.nextIsScalerAndUnit else { return 2 }
        let (scaler, unit) = try cursor.scalerAndUnit()
        if let value, let unit = PhysicalUnit(rawValue: unit) {
            sink.take(code, value: value, scaler: scaler, unit: unit)
        }
        return 3
    }

    /// An element without a code: the clock, or the meter's number.
    private static func readBare(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        if cursor.nextIsDateTime, cursor.looksLikeDateTime {
            sink.take(clock: try cursor.dateTime())
        } else if cursor.nextIsText {
            sink.take(.meterNumber, text: try cursor.text())
        } else {
            try cursor.skip()
        }
    }
}

extension ValueCursor {
    /// Whether the date-time that stands next names a moment: twelve characters of a meter's number do not.
    fileprivate var looksLikeDateTime: Bool {
        var ahead = self
        do throws(DecodingError) {
            return try ahead.dateTime().isComplete
        } catch {
            return false
        }
    }
}
