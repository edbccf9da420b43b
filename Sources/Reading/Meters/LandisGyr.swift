import DLMS

/// Landis+Gyr E450 (Switzerland), and any meter that sends its push object list with the values.
///
/// A structure whose first element is the list of what follows: class, OBIS code, attribute and index of each element, itself
/// included. It comes in blocks, over several frames.
///
///     02 0E │ 01 0E │ 02 04 12 00 28 09 06 00 08 19 09 00 FF 0F 02 12 00 00 │ … │ 09 08 36 33 … │ 06 00 00 01 6A │ …
///     14      14      class 40, 0-0.8.25.9.0, attribute 2, index 0                number          362
///
/// There is no scaler: power in W and var, energy in Wh and varh, currents in 0.01 A, voltages in V (scs/smartmeter-datacollector,
/// issue 40; arendst/Tasmota, issue 23027).
enum LandisGyr {
    /// Whether the list begins with an object list.
    @inline(__always)
    static func recognises(_ head: borrowing ListHead) -> Bool {
        // An empty structure has no first element, whatever stands behind it.
        head.isStructure && head.count > 0 && head.firstTag == DataTag.array.rawValue
    }

    @inline(never)
    static func read(
        _ message: borrowing DataNotification,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        var values = message.values
        let count = try values.structure()
        var objects = values
        let objectCount = try objects.array()
        guard objectCount == count else {
            throw objects.unexpectedCount(objectCount, expected: count, at: message.bodyOffset)
        }
        if let clock = message.dateTime { sink.take(clock: clock) }
        try values.skip()
        _ = try PushObject(&objects)
        for _ in 1..<count {
            try readValue(of: try PushObject(&objects), &values, into: &sink)
        }
        try values.end()
        return .landisGyr
    }

    private static func readValue(
        of object: PushObject,
        _ values: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        switch (object.classID, values.nextByte) {
        case (8, _) where object.attribute == 2 && values.nextIsDateTime:
            sink.take(clock: try values.dateTime())
        case (1, DataTag.octetString.rawValue), (1, DataTag.visibleString.rawValue):
            sink.take(object.code, text: try values.text())
        case (3, _) where object.attribute == 2, (4, _) where object.attribute == 2:
            guard let value = try values.number(), let scale = scale(of: object.code) else { return }
            sink.take(object.code, value: value, scaler: scale.scaler, unit: scale.unit)
        default: try values.skip()
        }
    }

    /// - Returns: `nil` for a register whose scale is not known: no value is better than a wrong one.
    private static func scale(of code: OBISCode) -> (scaler: Int, unit: PhysicalUnit)? {
        switch (code.c, code.d) {
        case (1, 7), (2, 7), (21, 7), (22, 7), (41, 7), (42, 7), (61, 7), (62, 7): (0, .watt)
        case (3, 7), (4, 7), (23, 7), (24, 7), (43, 7), (44, 7), (63, 7), (64, 7): (0, .var)
        case (31, 7), (51, 7), (71, 7): (-2, .ampere)
        case (32, 7), (52, 7), (72, 7): (0, .volt)
        case (1, 8), (2, 8): (0, .wattHour)
        case (3...8, 8): (0, .varHour)
        default: nil
        }
    }
}

/// One entry of a push object list (IEC 62056-6-2, class "Push setup", attribute 2).
private struct PushObject {
    var classID: Int64
    var code: OBISCode
    var attribute: Int64

    /// Reads `02 04 12 class 09 06 code 0F attribute 12 index`.
    init(_ cursor: inout ValueCursor) throws(DecodingError) {
        let at = cursor.position
        let count = try cursor.structure()
        guard count == 4 else { throw cursor.unexpectedCount(count, expected: 4, at: at) }
        classID = try cursor.number() ?? 0
        code = try cursor.obisCode()
        attribute = try cursor.number() ?? 0
        _ = try cursor.number()
    }
}
