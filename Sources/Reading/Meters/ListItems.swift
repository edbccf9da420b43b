import DLMS

/// Reads items that are structures of code and text, or of code, number, scaler and unit, and keeps what they say of the whole.
struct ListItems {
    /// As far as they say: by the list's version or by the logical device name.
    var make: Make
    /// Whether any of them described a number, or the version is of a list that is known.
    var areKnown = false

    @inline(__always)
    mutating func read(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        let at = cursor.position
        let count = try cursor.structure()
        // Landis+Gyr's Embriq writes the head of some codes the wrong way round, `06 09` instead of `09 06`
        // (esphome-libs/dlms_parser, tests/dumps/hdlc_landis_gyr_zmf100.log).
        let code = make == .landisGyr ? try cursor.obisCodeWithHeadEitherWay() : try cursor.obisCode()
        switch count {
        case 3:
            let value = try cursor.number()
            let (scaler, unit) = try cursor.scalerAndUnit()
            areKnown = true
            guard let value, let unit = PhysicalUnit(rawValue: unit) else { return }
            sink.take(code, value: value, scaler: scaler, unit: unit)
        case 2 where code.isClock: sink.take(clock: try cursor.dateTime())
        case 2: try readText(code, &cursor, into: &sink)
        default: throw cursor.unexpectedCount(count, expected: 3, at: at)
        }
    }

    @inline(never)
    private mutating func readText(
        _ code: OBISCode,
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        let text = try cursor.text()
        if code == .listVersion { make = Make(listVersion: text) }
        if code == .logicalDeviceName { make = Make(flag: text) }
        sink.take(code, text: text)
    }
}

extension Make {
    /// - Parameter listVersion: `AIDON_V0001` or `EMBRIQ_V1_1`, Landis+Gyr's; others name no make.
    init(listVersion: RawSpan) {
        guard listVersion.byteCount >= 8 else {
            self = .unknown
            return
        }
        let start = UInt64(bigEndian: listVersion.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
        self =
            switch start {
            // "AIDON_V0"
            case 0x4149_444F_4E5F_5630: .aidon
            // "EMBRIQ_V"
            case 0x454D_4252_4951_5F56: .landisGyr
            default: .unknown
            }
    }
}
