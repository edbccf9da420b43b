import DLMS

/// Collects a `Reading` from the registers of a list.
struct ReadingSink: RegisterSink {
    private var result = Reading(make: .aidon)
    private let known: MeterIdentity?
    private var list = Text.absent
    private var id = Text.absent
    private var model = Text.absent

    /// - Parameter known: the identity of the last reading, to be used again where the texts are the same.
    init(known: MeterIdentity?) {
        self.known = known
    }

    /// A text of the list, made only where it differs from the known one.
    private enum Text {
        case absent
        case asKnown
        case new(String)

        init(_ bytes: RawSpan, known: String?) {
            if let known, isEqual(bytes, known) {
                self = .asKnown
            } else {
                self = .new(String(bytes))
            }
        }

        func value(known: String?) -> String? {
            switch self {
            case .absent: nil
            case .asKnown: known
            case .new(let text): text
            }
        }
    }

    /// The reading, with the identity of the meter when the list said it.
    func reading(_ make: Make) -> Reading {
        var reading = result
        reading.make = make
        if case .asKnown = id, case .asKnown = model, case .asKnown = list, let known, known.make == make {
            reading.identity = known
        } else if let id = id.value(known: known?.id), !id.isEmpty {
            reading.identity = MeterIdentity(
                make: make,
                id: id,
                model: model.value(known: known?.model) ?? "",
                list: list.value(known: known?.list) ?? ""
            )
        }
        return reading
    }

    mutating func take(clock: COSEMDateTime) {
        result.clock = clock
    }

    mutating func assumeEnergyScale() {
        result.assumesEnergyScale = true
    }

    mutating func take(_ code: OBISCode, text: RawSpan) {
        switch code.quantity {
        case 0x00_02_81: list = Text(text, known: known?.list)
        // 0-0:96.1.0, and 1-1:0.0.5 of Kamstrup.
        case 0x60_01_00, 0x00_00_05: id = Text(text, known: known?.id)
        // 0-0:96.1.7, and 1-1:96.1.1 of Kamstrup.
        case 0x60_01_07, 0x60_01_01: model = Text(text, known: known?.model)
        default: break
        }
    }

    mutating func take(_ code: OBISCode, value: Int64, scaler: Int, unit: PhysicalUnit) {
        func units() -> Int? { scaled(value, by: scaler) }
        func thousandths() -> Int? { scaled(value, by: scaler + 3) }
        switch (code.quantity, unit) {
        case (0x01_07_00, .watt): result.powerImportW = units()
        case (0x02_07_00, .watt): result.powerExportW = units()
        case (0x03_07_00, .var): result.reactiveImportVar = units()
        case (0x04_07_00, .var): result.reactiveExportVar = units()
        case (0x1F_07_00, .ampere): result.currentMA.l1 = thousandths()
        case (0x33_07_00, .ampere): result.currentMA.l2 = thousandths()
        case (0x47_07_00, .ampere): result.currentMA.l3 = thousandths()
        case (0x20_07_00, .volt): result.voltageMV.l1 = thousandths()
        case (0x34_07_00, .volt): result.voltageMV.l2 = thousandths()
        case (0x48_07_00, .volt): result.voltageMV.l3 = thousandths()
        case (0x01_08_00, .wattHour): result.energyImportWh = units()
        case (0x02_08_00, .wattHour): result.energyExportWh = units()
        case (0x03_08_00, .varHour): result.reactiveEnergyImportVarh = units()
        case (0x04_08_00, .varHour): result.reactiveEnergyExportVarh = units()
        default: break
        }
    }
}

/// `value × 10^exponent`, rounded to the nearest whole number.
///
/// - Returns: `nil` when it does not fit 64 bits: no value is better than a wrong one.
func scaled(_ value: Int64, by exponent: Int) -> Int? {
    var result = value
    if exponent >= 0 {
        for _ in 0..<min(exponent, 20) {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return Int(exactly: result)
    }
    // 10^18 is the highest power of ten in 64 bits, and half of 10^19 is still less than the highest value.
    guard exponent >= -18 else { return exponent == -19 ? Int(result / 5_000_000_000_000_000_000) : 0 }
    var divisor: Int64 = 1
    for _ in 0..<(-exponent) { divisor *= 10 }
    let (quotient, remainder) = result.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else {
        return Int(exactly: quotient)
    }
    return Int(exactly: result < 0 ? quotient - 1 : quotient + 1)
}

/// Whether the bytes are this text.
private func isEqual(_ bytes: RawSpan, _ text: String) -> Bool {
    let utf8 = text.utf8
    guard utf8.count == bytes.byteCount else { return false }
    var index = 0
    for byte in utf8 {
        if bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) != byte { return false }
        index += 1
    }
    return true
}
