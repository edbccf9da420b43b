import DLMS

/// Kaifa MA105, MA304, MA304H3E, MA304H4 … (`KFM_001`), of Norway and Sweden.
///
/// A structure of bare values: what each is, its place says.
///
///     elements  what
///     1         power drawn, every 2 s
///     9, 13     version, number, model, P+ P− Q+ Q−, then I and U of one phase or of three; every 10 s
///     14, 18    the same, then the clock and A+ A− R+ R−; in Norway ten seconds past the hour, in Sweden every 10 s
///
/// The Swedish MA304H4 writes the OBIS code before each value, so that 18 values are 36 elements; the rest is the same
/// (turbokongen/hass-AMS, tests).
///
/// Power in W, currents in mA, voltages in 0.1 V, energy in Wh, in 32 bits or, behind current transformers, in 64. In
/// an IT net the meter does not measure L2's voltage and sends 0 for it.
enum Kaifa {
    static var facts: MakeFacts {
        var facts = MakeFacts(letters: "KFM")
        facts.clock = .localTime
        facts.spacingMilliseconds = 2_000
        facts.sendsZeroForUnmeasured = true
        return facts
    }

    static func read(
        _ message: borrowing DataNotification,
        _ layout: Layout,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        if layout == .pairs { return try readPairs(message, into: &sink) }
        var cursor = message.values
        _ = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        if layout == .power {
            try take(&cursor, 1, 7, 0, .watt, &sink)
        } else {
            sink.take(.listVersion, text: try cursor.text())
            sink.take(.meterNumber, text: try cursor.text())
            sink.take(.meterModel, text: try cursor.text())
            try takeInstantaneous(&cursor, layout, &sink)
            if layout.hasRegisters { try takeRegisters(&cursor, &sink) }
        }
        try cursor.end()
        return .kaifa
    }

    @inline(__always)
    private static func takeInstantaneous(
        _ cursor: inout ValueCursor,
        _ layout: Layout,
        _ sink: inout some RegisterSink
    ) throws(DecodingError) {
        try take(&cursor, 1, 7, 0, .watt, &sink)
        try take(&cursor, 2, 7, 0, .watt, &sink)
        try take(&cursor, 3, 7, 0, .var, &sink)
        try take(&cursor, 4, 7, 0, .var, &sink)
        try take(&cursor, 31, 7, -3, .ampere, &sink)
        if layout.hasThreePhases {
            try take(&cursor, 51, 7, -3, .ampere, &sink)
            try take(&cursor, 71, 7, -3, .ampere, &sink)
        }
        try take(&cursor, 32, 7, -1, .volt, &sink)
        if layout.hasThreePhases {
            try take(&cursor, 52, 7, -1, .volt, &sink)
            try take(&cursor, 72, 7, -1, .volt, &sink)
        }
    }

    @inline(__always)
    private static func takeRegisters(
        _ cursor: inout ValueCursor,
        _ sink: inout some RegisterSink
    ) throws(DecodingError) {
        sink.take(clock: try cursor.dateTime())
        try take(&cursor, 1, 8, 0, .wattHour, &sink)
        try take(&cursor, 2, 8, 0, .wattHour, &sink)
        try take(&cursor, 3, 8, 0, .varHour, &sink)
        try take(&cursor, 4, 8, 0, .varHour, &sink)
    }

    /// Reads the value in this place: the register 1-0:c.d.0.
    @inline(__always)
    private static func take(
        _ cursor: inout ValueCursor,
        _ c: UInt8,
        _ d: UInt8,
        _ scaler: Int,
        _ unit: PhysicalUnit,
        _ sink: inout some RegisterSink
    ) throws(DecodingError) {
        guard let value = try cursor.number() else { return }
        sink.take(OBISCode(1, 0, c, d, 0), value: value, scaler: scaler, unit: unit)
    }

    /// Whether the version begins with `KFM_`.
    @inline(__always)
    private static func isKaifa(_ head: borrowing ListHead) -> Bool {
        head.versionStart &>> 32 == 0x4B46_4D5F
    }

    /// Reads the list in which each value has its code before it.
    @inline(never)
    private static func readPairs(
        _ message: borrowing DataNotification,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        var cursor = message.values
        let count = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        for _ in 0..<count / 2 {
            let code = try cursor.obisCode()
            if code.isClock {
                sink.take(clock: try cursor.dateTime())
            } else if cursor.nextIsText {
                sink.take(code, text: try cursor.text())
            } else if let value = try cursor.number(), let scale = scale(of: code) {
                sink.take(code, value: value, scaler: scale.scaler, unit: scale.unit)
            }
        }
        try cursor.end()
        return .kaifa
    }

    private static func scale(of code: OBISCode) -> (scaler: Int, unit: PhysicalUnit)? {
        switch (code.c, code.d) {
        case (1, 7), (2, 7): (0, .watt)
        case (3, 7), (4, 7): (0, .var)
        case (31, 7), (51, 7), (71, 7): (-3, .ampere)
        case (32, 7), (52, 7), (72, 7): (-1, .volt)
        case (1, 8), (2, 8): (0, .wattHour)
        case (3, 8), (4, 8): (0, .varHour)
        default: nil
        }
    }

    /// The six lists, told apart by version, length and type of the first element together.
    enum Layout {
        case power
        case onePhase
        case threePhase
        case onePhaseHourly
        case threePhaseHourly
        /// With the code before each value.
        case pairs

        @inline(__always)
        init?(_ head: borrowing ListHead) {
            guard head.isStructure else { return nil }
            switch (head.count, Kaifa.isKaifa(head)) {
            case (1, false) where head.firstTag == DataTag.doubleLongUnsigned.rawValue: self = .power
            case (9, true): self = .onePhase
            case (13, true): self = .threePhase
            case (14, true): self = .onePhaseHourly
            case (18, true): self = .threePhaseHourly
            case (36, true) where head.beginsWithCode: self = .pairs
            default: return nil
            }
        }

        var hasThreePhases: Bool { self == .threePhase || self == .threePhaseHourly }
        var hasRegisters: Bool { self == .onePhaseHourly || self == .threePhaseHourly }
    }
}
