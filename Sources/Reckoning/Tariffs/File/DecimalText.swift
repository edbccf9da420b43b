/// A decimal number as written, as a whole number of its smallest unit: no price goes through binary fractions.
enum DecimalText {
    /// - Parameters:
    ///   - text: `28.77`, `-2`; digits, with a point and more digits or without, and a `-` before it or not.
    ///   - decimals: the digits of the unit behind the point: 4 gives 287700 for 28.77.
    ///   - range: in units.
    /// - Returns: `nil` for anything else, also for more decimals that are not zeros.
    static func units(_ text: String, decimals: Int, in range: ClosedRange<Int>) -> Int? {
        let isNegative = text.hasPrefix("-")
        let parts = text.utf8.dropFirst(isNegative ? 1 : 0).split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) })
        else {
            return nil
        }
        var fraction = parts.count == 2 ? Array(parts[1]) : []
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        guard fraction.count <= decimals else { return nil }
        fraction += Array(repeating: UInt8(ascii: "0"), count: decimals - fraction.count)
        guard let number = Int(String(decoding: Array(parts[0]) + fraction, as: UTF8.self)),
            range.contains(isNegative ? -number : number)
        else { return nil }
        return isNegative ? -number : number
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
