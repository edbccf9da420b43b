package import Foundation

/// Values as JSON.
package enum PayloadJSON {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        // Sorted, so that equal values are equal bytes.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    /// - Returns: the object with its keys sorted; `nil` for a value that JSON cannot hold, such as a number that is not
    ///   finite. An empty payload in its place would delete a retained topic.
    package static func bytes(_ value: some Encodable) -> [UInt8]? {
        (try? encoder.encode(value)).map(Array.init)
    }
}

extension Decimal {
    /// Exactly so many thousandths: Wh as kWh, mV as V. Through `Double`, 109552250 Wh would become 109552.24999….
    package init(thousandths: Int) {
        self.init(
            sign: thousandths < 0 ? .minus : .plus,
            exponent: -3,
            significand: Decimal(thousandths.magnitude)
        )
    }
}
