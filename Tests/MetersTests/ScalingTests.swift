import Foundation
import Testing

@testable import Meters

@Suite("Scaling")
struct ScalingTests {
    static let values: [Int64] = [
        0, 1, -1, 4, 5, 6, -4, -5, -6, 14, 15, 49, 50, 51, -49, -50, 1_005, 999_999_999, .max, .max - 4,
        .max - 5,
        .min, .min + 1, 4_999_999_999_999_999_999, 5_000_000_000_000_000_000, -5_000_000_000_000_000_000,
        1_000_000_000_000_000_000, 922_337_203_685_477_580, 922_337_203_685_477_581,
    ]

    /// By the digits, as at school: shift, then round half away from zero.
    private func byDigits(_ value: Int64, _ exponent: Int) -> Int64? {
        var digits = String(value.magnitude)
        if exponent >= 0 {
            if value != 0 { digits += String(repeating: "0", count: exponent) }
        } else {
            digits = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
            let fraction = digits.suffix(-exponent)
            let isUp = (fraction.first?.wholeNumberValue ?? 0) >= 5
            let whole = digits.dropLast(-exponent)
            guard let number = Int64(whole) else { return nil }
            digits = String(number + (isUp ? 1 : 0))
        }
        return Int64((value < 0 ? "-" : "") + digits)
    }

    @Test("A scaled value is the rounded one or none", arguments: values)
    func scaled(value: Int64) {
        for exponent in -131...130 {
            #expect(Meters.scaled(value, by: exponent) == byDigits(value, exponent), "by 10^\(exponent)")
        }
    }
}
