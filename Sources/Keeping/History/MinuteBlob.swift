import Foundation

/// Sixty numbers in few bytes: each is one more than the watts, 0 for a minute that was not seen, seven bits a byte, the low
/// ones first, the eighth set where more follow (LEB128). A home's minute takes two bytes, and no power is too high.
enum MinuteBlob {
    static let count = 60

    static func data(_ watts: [Int?]) -> Data {
        var data = Data(capacity: 2 * count)
        for index in 0..<count {
            let watts = index < watts.count ? watts[index] : nil
            // Power is never negative here; what is beyond what a number holds was not seen.
            var rest = watts.flatMap { $0 < 0 || $0 == .max ? nil : UInt64($0) + 1 } ?? 0
            while rest >= 0x80 {
                data.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            data.append(UInt8(rest))
        }
        return data
    }

    /// - Returns: sixty values; what cannot be read of them was not seen.
    static func values(_ data: Data) -> [Int?] {
        var values: [Int?] = []
        var number: UInt64 = 0
        var shift: UInt64 = 0
        for byte in data where values.count < count {
            guard shift < 63 else { break }
            number |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else { continue }
            values.append(number == 0 ? nil : Int(exactly: number - 1))
            number = 0
            shift = 0
        }
        return values + Array(repeating: nil, count: count - values.count)
    }
}
