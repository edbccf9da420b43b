/// `value × 10^exponent`, rounded to the nearest whole number, halves away from zero.
///
/// - Returns: `nil` when it does not fit: no value is better than a wrong one.
@inline(__always)
func scaled(_ value: Int64, by exponent: Int) -> Int64? {
    if exponent == 0 { return value }
    return exponent > 0 ? multiplied(value, exponent) : divided(value, -exponent)
}

@inline(__always)
private func multiplied(_ value: Int64, _ exponent: Int) -> Int64? {
    guard exponent < powersOfTen.count else { return value == 0 ? 0 : nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: powersOfTen[exponent])
    return overflow ? nil : product
}

private func divided(_ value: Int64, _ exponent: Int) -> Int64? {
    // Of 64 bits not even the highest is half of 10^20; 10^19 does not fit, but its half does.
    guard exponent < powersOfTen.count else {
        return exponent == 19 ? value / 5_000_000_000_000_000_000 : 0
    }
    let divisor = powersOfTen[exponent]
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else {
        return quotient
    }
    return value < 0 ? quotient - 1 : quotient + 1
}

/// 10^0 to 10^18, the highest in 64 bits.
private let powersOfTen: InlineArray<19, Int64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
]
