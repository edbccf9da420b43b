import DLMS

/// Kaifa MA105, MA304, MA304H3E, MA304H4 … (`KFM_001`), of Norway and Sweden.
///
/// A structure of bare values: what each is, its place says.
///
///     elements  what
///     1         power drawn, every 2 s
///     9, 13     version, number, model, P+ P− Q+ Q−, then I and U of one phase or of three; every 10 s
///     14, 18    the same, then the clock and A+ A− R+ R−; ten seconds past the hour
///
/// Power in W, currents in mA, voltages in 0.1 V, energy in Wh. In an IT net the meter sends 0 V for L2.
enum Kaifa {
    /// - Returns: false when the list is not Kaifa's; the sink is untouched then.
    static func read(
        _ message: borrowing DataNotification,
        _ head: borrowing ListHead,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Bool {
        guard let layout = Layout(head) else { return false }
        var cursor = message.values
        _ = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        if layout != .power {
            sink.take(.listVersion, text: try cursor.text())
            sink.take(.meterNumber, text: try cursor.text())
            sink.take(.meterModel, text: try cursor.text())
        }
        for column in layout.columns { try column.read(&cursor, into: &sink) }
        if layout.hasRegisters {
            sink.take(clock: try cursor.dateTime())
            for column in Column.registers { try column.read(&cursor, into: &sink) }
        }
        try cursor.end()
        return true
    }

    /// The five lists, told apart by version, length and type of the first element together.
    private enum Layout {
        case power
        case onePhase
        case threePhase
        case onePhaseHourly
        case threePhaseHourly

        init?(_ head: borrowing ListHead) {
            guard head.container == .structure else { return nil }
            switch (head.count, head.versionBegins(with: "KFM_")) {
            case (1, false) where head.firstTag == .doubleLongUnsigned: self = .power
            case (9, true): self = .onePhase
            case (13, true): self = .threePhase
            case (14, true): self = .onePhaseHourly
            case (18, true): self = .threePhaseHourly
            default: return nil
            }
        }

        var hasRegisters: Bool { self == .onePhaseHourly || self == .threePhaseHourly }

        var columns: [Column] {
            switch self {
            case .power: Column.powerOnly
            case .onePhase, .onePhaseHourly: Column.onePhase
            case .threePhase, .threePhaseHourly: Column.threePhase
            }
        }
    }

    /// One place in a list.
    private struct Column {
        var code: OBISCode
        var scaler: Int
        var unit: PhysicalUnit

        init(_ c: UInt8, _ d: UInt8, _ scaler: Int, _ unit: PhysicalUnit) {
            code = OBISCode(1, 0, c, d, 0)
            self.scaler = scaler
            self.unit = unit
        }

        func read(_ cursor: inout ValueCursor, into sink: inout some RegisterSink) throws(DecodingError) {
            guard let value = try cursor.number() else { return }
            sink.take(code, value: value, scaler: scaler, unit: unit)
        }

        static let powerOnly = [Column(1, 7, 0, .watt)]
        private static let powers = [
            Column(1, 7, 0, .watt), Column(2, 7, 0, .watt), Column(3, 7, 0, .var), Column(4, 7, 0, .var),
        ]
        static let onePhase = powers + [Column(31, 7, -3, .ampere), Column(32, 7, -1, .volt)]
        static let threePhase =
            powers + [
                Column(31, 7, -3, .ampere), Column(51, 7, -3, .ampere), Column(71, 7, -3, .ampere),
                Column(32, 7, -1, .volt), Column(52, 7, -1, .volt), Column(72, 7, -1, .volt),
            ]
        static let registers = [
            Column(1, 8, 0, .wattHour), Column(2, 8, 0, .wattHour),
            Column(3, 8, 0, .varHour), Column(4, 8, 0, .varHour),
        ]
    }
}
