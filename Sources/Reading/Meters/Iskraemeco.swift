import DLMS

/// Iskraemeco AM550 (Slovenia, port I1).
///
/// A structure of bare values behind two texts: the logical device name, which begins with the maker's letters ISK, and the
/// meter's number. Which of the two lists it is, its length and the types of all its elements say together.
///
///     18 elements  name, number, P+ P− Q+ Q− (W, var), U1…3 (0.1 V), I1…3 (0.01 A), P+ of L1…3, P− of L1…3
///     12 elements  name, number, disconnector, active tariff, then A+ total, tariff 1, tariff 2, A− the same, R+, R− (Wh)
///
/// That energy is in Wh other AM550 say themselves (scs/smartmeter-datacollector, issue 33), and each total is the sum of its tariffs.
enum Iskraemeco {
    @inline(never)
    static func read(
        _ message: borrowing DataNotification,
        _ list: List,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make {
        var cursor = message.values
        _ = try cursor.structure()
        if let clock = message.dateTime { sink.take(clock: clock) }
        sink.take(.logicalDeviceName, text: try cursor.text())
        sink.take(.meterNumber, text: try cursor.text())
        switch list {
        case .instantaneous: try readInstantaneous(&cursor, into: &sink)
        case .energy: try readEnergy(&cursor, into: &sink)
        }
        try cursor.end()
        return .iskraemeco
    }

    /// The two lists.
    enum List {
        case instantaneous
        case energy

        /// - Returns: `nil` when the list is not one of the two.
        @inline(__always)
        init?(_ message: borrowing DataNotification, _ head: borrowing ListHead) {
            // "ISK"
            guard head.isStructure, head.versionStart &>> 40 == 0x49534B else { return nil }
            self.init(message, count: head.count)
        }

        @inline(never)
        private init?(_ message: borrowing DataNotification, count: Int) {
            let text = DataTag.octetString.rawValue
            let double = DataTag.doubleLongUnsigned.rawValue
            let long = DataTag.longUnsigned.rawValue
            switch count {
            case 18 where Self.hasTypes(message, [(text, 2), (double, 4), (long, 6), (double, 6)]):
                self = .instantaneous
            case 12
            where Self.hasTypes(
                message,
                [(text, 2), (DataTag.enumerated.rawValue, 1), (text, 1), (double, 8)]
            ):
                self = .energy
            default: return nil
            }
        }

        private static func hasTypes(
            _ message: borrowing DataNotification,
            _ runs: [(tag: UInt8, count: Int)]
        ) -> Bool {
            var cursor = message.values
            do throws(DecodingError) {
                _ = try cursor.structure()
                for run in runs {
                    for _ in 0..<run.count {
                        guard cursor.nextByte == run.tag else { return false }
                        try cursor.skip()
                    }
                }
            } catch {
                return false
            }
            return cursor.isAtEnd
        }
    }

    private static func readInstantaneous(
        _ cursor: inout ValueCursor,
        into sink: inout some RegisterSink
    ) throws(DecodingError) {
        try take(&cursor, [1, 2], d: 7, 0, .watt, &sink)
        try take(&cursor, [3, 4], d: 7, 0, .var, &sink)
        try take(&cursor, [32, 52, 72], d: 7, -1, .volt, &sink)
        try take(&cursor, [31, 51, 71], d: 7, -2, .ampere, &sink)
        try take(&cursor, [21, 41, 61, 22, 42, 62], d: 7, 0, .watt, &sink)
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
