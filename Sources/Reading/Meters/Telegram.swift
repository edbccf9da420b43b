import DLMS

/// P1 telegrams of Sweden, Denmark, the Netherlands: every line names its register and its unit.
///
/// The first line names the maker by three letters. A line that begins with a bracket goes on with the line above.
/// Power in kW, energy in kWh, voltages in V, currents in A. Behind the time stands W for winter time, UTC+1, which
/// Swedish meters keep all year (hanporten.se), or S for summer time, UTC+2.
enum Telegram {
    /// - Throws: a line without a code and brackets, in a telegram that has no check sequence to vouch for it.
    static func read(
        _ frame: borrowing Frame,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> Make? {
        var lines = TelegramLines(frame.information)
        guard let first = lines.next(), first.byteCount > 1 else { return nil }
        let identification = first.extracting(1...)
        sink.take(identification: identification)
        while let bytes = lines.next() {
            guard let line = TelegramLine(parsing: bytes) else {
                guard frame.hasCheckSequence else { throw DecodingError(.notATelegramLine, at: 0) }
                continue
            }
            take(line, into: &sink)
        }
        return Make(flag: identification)
    }

    private static func take(_ line: borrowing TelegramLine, into sink: inout some RegisterSink) {
        switch (line.code.a, line.code.quantity) {
        case (0, 0x01_00_00):
            if let clock = COSEMDateTime(telegram: line.value) { sink.take(clock: clock) }
        case _ where IdentityTexts.Kind(line.code) != nil: sink.take(line.code, text: line.value)
        // Channels above 0 are the gas and water meters behind this one.
        case (1, _) where line.code.b == 0:
            guard let unit = Unit(line.unit), let decimal = line.decimal else { return }
            sink.take(
                line.code,
                value: decimal.number,
                scaler: decimal.exponent + unit.exponent,
                unit: unit.unit
            )
        default: break
        }
    }

    /// A unit as telegrams write it: `kWh`, `kvarh`, `kVArh` …
    private struct Unit {
        var unit: PhysicalUnit
        var exponent: Int

        /// Upper and lower case do not tell units apart here, and makers write them as they like.
        init?(_ text: RawSpan) {
            guard text.byteCount <= 5 else { return nil }
            var letters: UInt64 = 0
            for index in 0..<text.byteCount {
                letters = letters << 8 | UInt64(text.unsafeLoad(fromByteOffset: index, as: UInt8.self) | 0x20)
            }
            switch letters {
            case Self.w: self.init(.watt, 0)
            case Self.kw: self.init(.watt, 3)
            case Self.wh: self.init(.wattHour, 0)
            case Self.kwh: self.init(.wattHour, 3)
            case Self.var_: self.init(.var, 0)
            case Self.kvar: self.init(.var, 3)
            case Self.varh: self.init(.varHour, 0)
            case Self.kvarh: self.init(.varHour, 3)
            case Self.va: self.init(.voltAmpere, 0)
            case Self.kva: self.init(.voltAmpere, 3)
            case Self.v: self.init(.volt, 0)
            case Self.a: self.init(.ampere, 0)
            case Self.hz: self.init(.hertz, 0)
            default: return nil
            }
        }

        private init(_ unit: PhysicalUnit, _ exponent: Int) {
            self.unit = unit
            self.exponent = exponent
        }

        private static var w: UInt64 { 0x77 }
        private static var kw: UInt64 { 0x6B_77 }
        private static var wh: UInt64 { 0x77_68 }
        private static var kwh: UInt64 { 0x6B_77_68 }
        private static var var_: UInt64 { 0x76_61_72 }
        private static var kvar: UInt64 { 0x6B_76_61_72 }
        private static var varh: UInt64 { 0x76_61_72_68 }
        private static var kvarh: UInt64 { 0x6B_76_61_72_68 }
        private static var va: UInt64 { 0x76_61 }
        private static var kva: UInt64 { 0x6B_76_61 }
        private static var v: UInt64 { 0x76 }
        private static var a: UInt64 { 0x61 }
        private static var hz: UInt64 { 0x68_7A }
    }
}

extension COSEMDateTime {
    /// `221215155050W` or `20240111 09:35:00`.
    fileprivate init?(telegram text: RawSpan) {
        var digits = InlineArray<14, UInt8>(repeating: 0)
        var count = 0
        var season: UInt8 = 0
        for index in 0..<text.byteCount {
            let byte = text.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard count < 14 else { return nil }
                digits[count] = byte - UInt8(ascii: "0")
                count += 1
            case UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "-"): break
            case UInt8(ascii: "S"), UInt8(ascii: "W"): season = byte
            default: return nil
            }
        }
        guard count == 12 || count == 14 else { return nil }
        let start = count - 10
        func two(_ index: Int) -> UInt8 { digits[index] * 10 + digits[index + 1] }
        let century: UInt16 = count == 14 ? UInt16(two(0)) * 100 : 2_000
        self.init(
            year: century + UInt16(two(start - 2)),
            month: two(start),
            day: two(start + 2),
            hour: two(start + 4),
            minute: two(start + 6),
            second: two(start + 8),
            deviationMinutes: season == 0 ? nil : season == UInt8(ascii: "S") ? -120 : -60,
            status: season == UInt8(ascii: "S") ? 0x80 : 0
        )
        guard isComplete else { return nil }
    }
}
