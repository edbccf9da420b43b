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
/// Landis+Gyr's E450, which writes no scaler and unit; there they are the make's, as the system title names it:
///
///     02 21 │ 09 0C 07 E7 … │ 09 06 01 00 01 08 00 FF │ 06 00 B7 D9 F6 │ …
///     33      date-time       OBIS 1-0:1.8.0            12048886
///
/// A number of which nothing says what it counts is left out.
enum FlatList {
    /// - Parameter maker: the make as far as the message says it elsewhere.
    /// - Returns: `nil` when nothing says what its numbers count.
    static func read(
        _ message: borrowing DataNotification,
        maker: Make,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make? {
        let scales = maker == .landisGyr ? LandisGyr.codesAndValues : RegisterScales()
        guard try describesItself(message, scales) else { return nil }
        var cursor = message.values
        var left = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        var items = ListItems(make: .unknown)
        while left > 0 {
            if cursor.nextIsOBISCode {
                left -= try readRegister(&cursor, left, scales, &items.make, into: &sink)
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

    /// True when the list holds a code and a number with a scaler and unit behind them, by themselves or in a
    /// structure, or a code whose scale is known.
    private static func describesItself(
        _ message: borrowing DataNotification,
        _ scales: RegisterScales
    ) throws(DecodingError) -> Bool {
        var cursor = message.values
        for _ in 0..<(try cursor.structure()) {
            var item = cursor
            try cursor.skip()
            if item.nextByte == DataTag.structure.rawValue { _ = try item.structure() }
            guard item.nextIsOBISCode else { continue }
            let code = try item.obisCode()
            guard !item.isAtEnd else { continue }
            if scales[code] != nil, item.plainNumber() != nil { return true }
            try item.skip()
            if item.nextIsScalerAndUnit { return true }
        }
        return false
    }

    /// - Returns: how many elements of the list it took.
    private static func readRegister(
        _ cursor: inout ValueCursor,
        _ left: Int,
        _ scales: RegisterScales,
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
        guard left >= 3, cursor.nextIsScalerAndUnit else {
            if let value, let scale = scales[code] {
                sink.take(code, value: value, scaler: scale.scaler, unit: scale.unit)
            }
            return 2
        }
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
