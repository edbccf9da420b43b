import DLMS

/// Kamstrup Omnipower (`Kamstrup_V0001`).
///
/// A structure: the version, then pairs of OBIS code and value. The clock is in the head of the message and, in the hourly
/// list, among the pairs too.
///
///     0A 0E 4B 61 6D … │ 09 06 01 01 01 07 00 FF │ 06 00 00 04 DF │ …
///     version            OBIS 1-1:1.7.0            1247
///
/// There is no scaler: power in W, voltages in V, energy in 10 Wh, currents in 0.01 A (0.001 A on transformer-connected
/// meters, model 685…). The Swedish ones count energy in Wh, and nothing in the list says so: the reading tells that a
/// scale was assumed. A value that it does not measure is null-data; a meter of one phase sends null-data for the codes
/// of the others too. Every 10 s; in Norway and Sweden the registers of the full hour within the minute after it, in
/// Denmark the registers every time.
enum Kamstrup {
    static var facts: MakeFacts { MakeFacts(letters: "KAM") }

    /// Whether the version begins with `Kamstrup`.
    @inline(__always)
    static func recognises(_ head: borrowing ListHead) -> Bool {
        head.isStructure && head.versionStart == 0x4B61_6D73_7472_7570
    }

    static func read(
        _ message: borrowing DataNotification,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        var cursor = message.values
        let count = try cursor.structure()
        guard count % 2 == 1 else {
            throw DecodingError(.unexpectedCount(found: count, expected: count + 1), at: message.bodyOffset)
        }
        if let clock = message.dateTime { sink.take(clock: clock) }
        sink.take(.listVersion, text: try cursor.text())
        var currentScaler = -2
        for _ in 0..<count / 2 {
            if cursor.nextByte == DataTag.null.rawValue {
                try skipAbsent(&cursor)
                continue
            }
            let code = try cursor.obisCode()
            if let value = cursor.plainNumber() {
                take(code, Int64(value), currentScaler, &sink)
            } else if let value = try other(&cursor, code, &currentScaler, &sink) {
                take(code, value, currentScaler, &sink)
            }
        }
        try cursor.end()
        return .kamstrup
    }

    /// Passes over a pair of null-data: a phase that the meter does not have.
    @inline(never)
    private static func skipAbsent(_ cursor: inout ValueCursor) throws(DecodingError) {
        try cursor.null()
        try cursor.null()
    }

    /// - Returns: a number of another type; `nil` for null-data, and for a text or a clock, which the sink has then.
    @inline(never)
    private static func other(
        _ cursor: inout ValueCursor,
        _ code: OBISCode,
        _ currentScaler: inout Int,
        _ sink: inout some RegisterSink
    ) throws(DecodingError) -> Int64? {
        guard cursor.nextIsText else { return try cursor.number() }
        if code.isClock {
            sink.take(clock: try cursor.dateTime())
        } else {
            let text = try cursor.text()
            if code.quantity == 0x60_01_01, isTransformerModel(text) { currentScaler = -3 }
            sink.take(code, text: text)
        }
        return nil
    }

    /// A register whose scale is not known is left out: no value is better than a wrong one.
    @inline(__always)
    private static func take(
        _ code: OBISCode,
        _ value: Int64,
        _ currentScaler: Int,
        _ sink: inout some RegisterSink
    ) {
        switch (code.c, code.d) {
        case (1, 7), (2, 7): sink.take(code, value: value, scaler: 0, unit: .watt)
        case (3, 7), (4, 7): sink.take(code, value: value, scaler: 0, unit: .var)
        case (31, 7), (51, 7), (71, 7): sink.take(code, value: value, scaler: currentScaler, unit: .ampere)
        // Some in Denmark and Sweden send hundredths (UtilitechAS/amsreader-firmware, issues 814 and 970): no phase has 1000 V.
        case (32, 7), (52, 7), (72, 7):
            sink.take(code, value: value, scaler: value < 1_000 ? 0 : -2, unit: .volt)
        case (21, 7), (22, 7), (41, 7), (42, 7), (61, 7), (62, 7):
            sink.take(code, value: value, scaler: 0, unit: .watt)
        case (23, 7), (24, 7), (43, 7), (44, 7), (63, 7), (64, 7):
            sink.take(code, value: value, scaler: 0, unit: .var)
        case (1, 8), (2, 8):
            sink.assumeEnergyScale()
            sink.take(code, value: value, scaler: 1, unit: .wattHour)
        case (3, 8), (4, 8): sink.take(code, value: value, scaler: 1, unit: .varHour)
        default: break
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
