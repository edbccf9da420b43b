import DLMS

/// Aidon 6515, 6525, 6534, 6540 … (`AIDON_V0001`), and their Swedish list, which names no version.
///
/// An array of structures, each describing itself:
///
///     02 03 │ 09 06 01 00 01 07 00 FF │ 06 00 00 0F BB │ 02 02 0F 00 16 1B
///             OBIS 1-0:1.7.0            4027             scaler 0, unit W
///     02 02 │ 09 06 00 00 60 01 00 FF │ 0A 10 37 33 …      a text has no unit
///
/// Every 2.5 s power alone, every 10 s list 2; ten seconds past the hour the registers of the full hour. The Swedish one
/// has 27 items with the clock first and the registers in every message.
enum Aidon {
    /// - Returns: false when the list is not Aidon's; the sink is untouched then.
    static func read(
        _ message: borrowing DataNotification,
        _ head: borrowing ListHead,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Bool {
        guard recognises(head) else { return false }
        var cursor = message.values
        for _ in 0..<(try cursor.array()) {
            try readItem(&cursor, into: &sink)
        }
        try cursor.end()
        return true
    }

    private static func recognises(_ head: borrowing ListHead) -> Bool {
        guard head.container == .array, head.firstTag == .structure else { return false }
        return head.version.isEmpty || head.versionBegins(with: "AIDON")
    }

    private static func readItem(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        let at = cursor.position
        let count = try cursor.structure()
        let code = try cursor.obisCode()
        switch count {
        case 2 where code.isClock: sink.take(clock: try cursor.dateTime())
        case 2: sink.take(code, text: try cursor.text())
        case 3:
            let value = try cursor.number()
            let (scaler, unit) = try cursor.scalerAndUnit()
            guard let value, let unit = PhysicalUnit(rawValue: unit) else { return }
            sink.take(code, value: value, scaler: scaler, unit: unit)
        default: throw DecodingError(.unexpectedCount(found: count, expected: 3), at: at)
        }
    }
}
