import DLMS

/// Iskraemeco AM550 (Slovenia, port I1).
///
/// A structure of bare values behind two texts. Which of the lists it is, its length and the types of all its elements
/// say together.
///
///     18 elements  name, number, P+ P− Q+ Q− (W, var), U1…3 (0.1 V), I1…3 (0.01 A), P+ of L1…3, P− of L1…3
///     12 elements  name, number, disconnector, active tariff, then A+ total, tariff 1, tariff 2, A− the same, R+, R− (Wh)
///     12 elements  number, model, U1…3, I1…3, P+ P− Q+ Q−
///     10 elements  number, model, P+ P− Q+ Q−, U1, I1, P+ and P− of L1
///     9 elements   number, model, P+ P− Q+ Q−, U1, P+ and P− of L1, which are 0 where it does not measure them
///
/// The name is the logical device name, which begins with the maker's letters ISK. Voltages and currents have 16 bits,
/// power and energy 32. That energy is in Wh other AM550 say themselves (scs/smartmeter-datacollector, issue 33), and
/// each total is the sum of its tariffs.
enum Iskraemeco {
    static var facts: MakeFacts {
        var facts = MakeFacts(letters: "ISK")
        facts.sendsZeroForUnmeasured = true
        return facts
    }

    @inline(never)
    static func read(
        _ message: borrowing DataNotification,
        _ list: List,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        var cursor = message.values
        _ = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        sink.take(list.isNamed ? .logicalDeviceName : .meterNumber, text: try cursor.text())
        sink.take(list.isNamed ? .meterNumber : .meterModel, text: try cursor.text())
        switch list {
        case .instantaneous:
            try readPower(&cursor, into: &sink)
            try readPhases(&cursor, into: &sink)
            try take(&cursor, [21, 41, 61, 22, 42, 62], d: 7, 0, .watt, &sink)
        case .energy: try readEnergy(&cursor, into: &sink)
        case .threePhase:
            try readPhases(&cursor, into: &sink)
            try readPower(&cursor, into: &sink)
        case .onePhase:
            try readPower(&cursor, into: &sink)
            try take(&cursor, [32], d: 7, -1, .volt, &sink)
            try take(&cursor, [31], d: 7, -2, .ampere, &sink)
            try take(&cursor, [21, 22], d: 7, 0, .watt, &sink)
        case .voltage:
            try readPower(&cursor, into: &sink)
            try take(&cursor, [32], d: 7, -1, .volt, &sink)
            try readPhasePower(&cursor, into: &sink)
        }
        try cursor.end()
        return .iskraemeco
    }

    /// The scales of its object lists, those of the bare values.
    static func scales(_ evidence: ScaleEvidence) -> RegisterScales {
        RegisterScales(power: 0, energy: 0, voltage: -1, current: -2)
    }

    private static func readPower(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        try take(&cursor, [1, 2], d: 7, 0, .watt, &sink)
        try take(&cursor, [3, 4], d: 7, 0, .var, &sink)
    }

    private static func readPhases(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        try take(&cursor, [32, 52, 72], d: 7, -1, .volt, &sink)
        try take(&cursor, [31, 51, 71], d: 7, -2, .ampere, &sink)
    }

    /// Power of L1, drawn and fed in: 0 for both where the meter does not measure it.
    private static func readPhasePower(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        let drawn = try cursor.number() ?? 0
        let fedIn = try cursor.number() ?? 0
        guard drawn != 0 || fedIn != 0 else { return }
        sink.take(OBISCode(1, 0, 21, 7, 0), value: drawn, scaler: 0, unit: .watt)
        sink.take(OBISCode(1, 0, 22, 7, 0), value: fedIn, scaler: 0, unit: .watt)
    }

    private static func readEnergy(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        // Disconnector and active tariff.
        try cursor.skip()
        try cursor.skip()
        for quantity in [UInt8(1), 2] {
            for tariff in UInt8(0)..<3 {
                guard let value = try cursor.number() else { continue }
                sink.take(OBISCode(1, 0, quantity, 8, tariff), value: value, scaler: 0, unit: .wattHour)
            }
        }
        try take(&cursor, [3, 4], d: 8, 0, .varHour, &sink)
    }

    private static func take(
        _ cursor: inout ValueCursor,
        _ quantities: [UInt8],
        d: UInt8,
        _ scaler: Int,
        _ unit: PhysicalUnit,
        _ sink: inout some RegisterSink
    ) throws(DecodingError) {
        for c in quantities {
            guard let value = try cursor.number() else { continue }
            sink.take(OBISCode(1, 0, c, d, 0), value: value, scaler: scaler, unit: unit)
        }
    }
}
