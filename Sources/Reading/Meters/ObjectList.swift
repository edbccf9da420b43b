import DLMS

/// Lists that begin with the list of their objects, as push setups send them (IEC 62056-6-2, class "Push setup").
///
/// A structure whose first element is the list of what follows: class, OBIS code, attribute and index of each element,
/// itself included. Landis+Gyr's E450 sends it in blocks, over several frames:
///
///     02 0E │ 01 0E │ 02 04 12 00 28 09 06 00 08 19 09 00 FF 0F 02 12 00 00 │ … │ 09 08 36 33 … │ 06 00 00 01 6A │ …
///     14      14      class 40, 0-0-8.25.9.0, attribute 2, index 0                number          362
///
/// The objects name their registers, but no scaler. What a number counts belongs to a make and model that the list
/// itself proves, by the logical device name (0-0:42.0.0) or by the order of its objects. A register whose scale
/// nothing proves is left out.
enum ObjectList {
    /// True when the list begins with an object list.
    @inline(__always)
    static func recognises(_ head: borrowing ListHead) -> Bool {
        // An empty structure has no first element, whatever stands behind it.
        head.isStructure && head.count > 0 && head.firstTag == DataTag.array.rawValue
    }

    /// - Parameter maker: the make as far as the message says it elsewhere, in its system title.
    /// - Returns: `nil` for registers of electricity of which nothing proves the scale; the sink is untouched then.
    @inline(never)
    static func read(
        _ message: borrowing DataNotification,
        maker: Make,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make? {
        if try LandisGyr.isE450(message) { return try read(message, .landisGyr, LandisGyr.e450, into: &sink) }
        let evidence = try ScaleEvidence(message, maker: maker)
        let scales = evidence.make.scales(evidence)
        guard scales != nil || !evidence.hasRegisters else { return nil }
        return try read(message, evidence.make, scales ?? RegisterScales(), into: &sink)
    }

    private static func read(
        _ message: borrowing DataNotification,
        _ make: Make,
        _ scales: RegisterScales,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        var values = message.values
        let count = try values.structure()
        var objects = try objects(of: message)
        if let clock = message.dateTime { sink.take(clock: clock) }
        try values.skip()
        _ = try PushObject(&objects)
        for _ in 1..<count {
            try readValue(of: try PushObject(&objects), &values, scales, into: &sink)
        }
        try values.end()
        return make
    }

    /// A cursor at the first entry of the object list, which has as many as the list has elements.
    @_lifetime(copy message)
    static func objects(of message: borrowing DataNotification) throws(DecodingError) -> ValueCursor {
        var objects = message.values
        let count = try objects.structure()
        let objectCount = try objects.array()
        guard objectCount == count else {
            throw objects.unexpectedCount(objectCount, expected: count, at: message.bodyOffset)
        }
        return objects
    }

    private static func readValue(
        of object: PushObject,
        _ values: inout ValueCursor,
        _ scales: RegisterScales,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        switch (object.classID, values.nextByte) {
        case (8, _) where object.attribute == 2 && values.nextIsDateTime:
            sink.take(clock: try values.dateTime())
        case (1, DataTag.octetString.rawValue), (1, DataTag.visibleString.rawValue):
            sink.take(object.code, text: try values.text())
        case (3, _) where object.attribute == 2, (4, _) where object.attribute == 2:
            guard let value = try values.number(), let scale = scales[object.code] else { return }
            sink.take(object.code, value: value, scaler: scale.scaler, unit: scale.unit)
        default: try values.skip()
        }
    }
}

/// One entry of a push object list (IEC 62056-6-2, class "Push setup", attribute 2).
struct PushObject {
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
