import DLMS

/// Kamstrup Omnipower (`Kamstrup_V0001`).
///
/// A structure: the version, then pairs of OBIS code and value. The clock is in the head of the message and, in the hourly
/// list, among the pairs too.
///
///     0A 0E 4B 61 6D … │ 09 06 01 01 01 07 00 FF │ 06 00 00 04 DF │ …
///     version            OBIS 1-1:1.7.0            1247
///
/// There is no scaler: power in W, voltages in V, energy in 10 Wh (in Sweden 1 Wh, which
/// the list does not tell: the ledger finds it out), currents in 0.01 A (0.001 A on transformer-connected
/// meters, model 685…). What it does not measure it sends as null-data. Every 10 s; the registers of the full hour within
/// the minute after it.
enum Kamstrup {
    /// - Returns: false when the list is not Kamstrup's; the sink is untouched then.
    static func read(
        _ message: borrowing DataNotification,
        _ head: borrowing ListHead,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Bool {
        guard head.container == .structure, head.versionBegins(with: "Kamstrup") else { return false }
        var cursor = message.values
        let at = cursor.position
        let count = try cursor.structure()
        guard count % 2 == 1 else {
            throw DecodingError(.unexpectedCount(found: count, expected: count + 1), at: at)
        }
        if let clock = message.dateTime { sink.take(clock: clock) }
        sink.take(.listVersion, text: try cursor.text())
        var currentScaler = -2
        for _ in 0..<count / 2 {
            try readPair(&cursor, &currentScaler, into: &sink)
        }
        try cursor.end()
        return true
    }

    private static func readPair(
        _ cursor: inout ValueCursor,
        _ currentScaler: inout Int,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        let code = try cursor.obisCode()
        if code.isClock, cursor.nextTag != .null {
            sink.take(clock: try cursor.dateTime())
        } else if cursor.nextTag == .visibleString || cursor.nextTag == .octetString {
            let text = try cursor.text()
            if code.quantity == 0x60_01_01, isTransformerModel(text) { currentScaler = -3 }
            sink.take(code, text: text)
        } else if let value = try cursor.number(), let scale = scale(of: code, currentScaler) {
            if scale.unit == .wattHour || scale.unit == .varHour { sink.assumeEnergyScale() }
            sink.take(code, value: value, scaler: scale.scaler, unit: scale.unit)
        }
    }

    /// - Returns: `nil` for a register whose scale is not known: no value is better than a wrong one.
    private static func scale(of code: OBISCode, _ currentScaler: Int) -> (scaler: Int, unit: PhysicalUnit)? {
        switch (code.c, code.d) {
        case (1, 7), (2, 7), (21, 7), (22, 7), (41, 7), (42, 7), (61, 7), (62, 7): (0, .watt)
        case (3, 7), (4, 7), (23, 7), (24, 7), (43, 7), (44, 7), (63, 7), (64, 7): (0, .var)
        case (31, 7), (51, 7), (71, 7): (currentScaler, .ampere)
        case (32, 7), (52, 7), (72, 7): (0, .volt)
        case (1, 8), (2, 8): (1, .wattHour)
        case (3, 8), (4, 8): (1, .varHour)
        default: nil
        }
    }

    private static func isTransformerModel(_ model: RawSpan) -> Bool {
        guard model.byteCount >= 3 else { return false }
        let first = model.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
        let second = model.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
        let third = model.unsafeLoad(fromByteOffset: 2, as: UInt8.self)
        return first == UInt8(ascii: "6") && second == UInt8(ascii: "8") && third == UInt8(ascii: "5")
    }
}
