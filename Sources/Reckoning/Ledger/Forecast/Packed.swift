import Foundation

/// Numbers as their bytes, little-endian: exact, and in JSON (as base64) a third of what decimals take.
enum Packed {
    static func data(_ numbers: [UInt16]) -> Data {
        Data(numbers.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    }

    static func data(_ numbers: [Float]) -> Data {
        Data(
            numbers.flatMap { number in
                (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) }
            }
        )
    }

    static func integers(_ data: Data) -> [UInt16]? {
        let bytes = Array(data)
        guard bytes.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    }

    /// - Returns: `nil` unless every number is finite.
    static func floats(_ data: Data) -> [Float]? {
        let bytes = Array(data)
        guard bytes.count.isMultiple(of: 4) else { return nil }
        let numbers = stride(from: 0, to: bytes.count, by: 4).map { place in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << ($1 * 8) })
        }
        return numbers.allSatisfy(\.isFinite) ? numbers : nil
    }
}

extension KeyedDecodingContainer {
    func decodePacked(_ type: UInt16.Type, forKey key: Key) throws -> [UInt16] {
        try unpacked(Packed.integers(try decode(Data.self, forKey: key)), key)
    }

    func decodePacked(_ type: Float.Type, count: Int, forKey key: Key) throws -> [Float] {
        let numbers = try unpacked(Packed.floats(try decode(Data.self, forKey: key)), key)
        return try unpacked(numbers.count == count ? numbers : nil, key)
    }

    private func unpacked<Numbers>(_ numbers: Numbers?, _ key: Key) throws -> Numbers {
        if let numbers { return numbers }
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: self,
            debugDescription:
                "not the packed numbers that belong here; the forecast learns them again without it"
        )
    }
}
