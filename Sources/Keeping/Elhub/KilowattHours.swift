/// `2,949` or `2.949` kWh, which are 2949 Wh exactly: no floating point comes near.
struct KilowattHours {
    let wattHours: Int

    /// - Throws: why it is no such number, or none of a home.
    init(parsing text: String, over resolution: ElhubResolution) throws(ElhubProblem.Reason) {
        var bytes = Array(text.utf8)
        guard bytes.count <= 24 else { throw .energy(String(text.prefix(24))) }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        let parts = bytes.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
        }
        let whole = parts.first ?? []
        // Zeros after the third decimal say nothing; anything else there is finer than a register.
        var decimals = parts.count > 1 ? Array(parts[1]) : []
        while decimals.count > 3, decimals.last == UInt8(ascii: "0") { decimals.removeLast() }
        guard !whole.isEmpty, parts.count == 1 || !decimals.isEmpty, decimals.count <= 3 else {
            throw .energy(text)
        }
        let digits = Array(whole) + decimals + Array(repeating: UInt8(ascii: "0"), count: 3 - decimals.count)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .energy(text) }
        // Ten digits of whole kWh are absurd already, and fit an Int of 64 bits with three more.
        let significant = digits.drop { $0 == 0x30 }
        guard significant.count <= 13 else { throw .absurd(text) }
        let wattHours = significant.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard !isNegative || wattHours == 0 else { throw .negative(text) }
        guard wattHours <= ElhubValue.mostWattHours(resolution) else { throw .absurd(text) }
        self.wattHours = wattHours
    }
}
