import DLMS

/// Lists that need no profile: OBIS code, value, scaler and unit of each register stand in the list itself.
///
/// Aidon (`AIDON_V0001`, and the Swedish list, which names no version) sends an array of structures, Kaifa MA309 in
/// Austria a structure of them:
///
///     02 03 │ 09 06 01 00 01 07 00 FF │ 06 00 00 0F BB │ 02 02 0F 00 16 1B
///             OBIS 1-0:1.7.0            4027             scaler 0, unit W
///     02 02 │ 09 06 00 00 60 01 00 FF │ 0A 10 37 33 …      a text has no unit
///
/// Sagemcom T210-D sends the same without the inner structures, a date-time before them and its number, bare, behind.
enum SelfDescribed {
    /// - Returns: `nil` when the list is of another kind; the sink is untouched then, unless it began as such a list and went on as
    ///   none, which leaves no other profile to ask.
    @inline(__always)
    static func read(
        _ message: borrowing DataNotification,
        _ head: borrowing ListHead,
        maker: Make,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make? {
        if head.isArray, head.firstTag == DataTag.structure.rawValue {
            return try readItems(message, into: &sink, make: .aidon)
        }
        guard head.isStructure else { return nil }
        if head.firstTag == DataTag.structure.rawValue {
            return try readItems(message, into: &sink, make: .unknown)
        }
        guard head.firstTag == DataTag.octetString.rawValue || head.firstTag == DataTag.visibleString.rawValue
        else { return nil }
        return try FlatList.read(message, maker: maker, into: &sink)
    }

    /// Reads a list of structures.
    @inline(__always)
    private static func readItems(
        _ message: borrowing DataNotification,
        into sink: inout some RegisterSink,
        make: Make
    ) throws(DecodingError) -> Make? {
        var cursor = message.values
        let count = try cursor.container()
        if let clock = message.dateTime { sink.take(clock: clock) }
        var items = ListItems(make: make)
        for _ in 0..<count { try items.read(&cursor, into: &sink) }
        try cursor.end()
        return items.areKnown ? items.make : nil
    }
}
