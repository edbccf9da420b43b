import Testing

@testable import DLMS
@testable import Meters

@Suite("Places of the registers")
struct RegisterPlaceTests {
    static let expected: [(c: UInt8, d: UInt8, unit: PhysicalUnit, exponent: Int, quantity: Quantity)] = [
        (1, 7, .watt, 0, .powerImport), (2, 7, .watt, 0, .powerExport), (3, 7, .var, 0, .reactiveImport),
        (4, 7, .var, 0, .reactiveExport), (31, 7, .ampere, 3, .currentL1), (51, 7, .ampere, 3, .currentL2),
        (71, 7, .ampere, 3, .currentL3), (32, 7, .volt, 3, .voltageL1), (52, 7, .volt, 3, .voltageL2),
        (72, 7, .volt, 3, .voltageL3),
        (21, 7, .watt, 0, .powerImportL1), (41, 7, .watt, 0, .powerImportL2),
        (61, 7, .watt, 0, .powerImportL3), (22, 7, .watt, 0, .powerExportL1),
        (42, 7, .watt, 0, .powerExportL2), (62, 7, .watt, 0, .powerExportL3),
        (1, 8, .wattHour, 0, .energyImport),
        (2, 8, .wattHour, 0, .energyExport),
        (3, 8, .varHour, 0, .reactiveEnergyImport), (4, 8, .varHour, 0, .reactiveEnergyExport),
    ]

    @Test("Each register has its place, unit and exponent, and no other code has any")
    func places() {
        var places = 0
        for c in UInt8.min ... .max {
            for d in UInt8.min ... .max {
                guard let place = RegisterPlace(OBISCode(1, 0, c, d, 0)) else { continue }
                places += 1
                let expected = Self.expected.first { $0.c == c && $0.d == d }
                #expect(place.unit == expected?.unit.rawValue)
                #expect(place.exponent == expected?.exponent)
                #expect(place.index == expected.map { Int($0.quantity.rawValue) })
            }
        }
        #expect(places == Self.expected.count)
        #expect(RegisterPlace(OBISCode(1, 0, 1, 8, 1)) == nil, "a tariff")
    }
}
