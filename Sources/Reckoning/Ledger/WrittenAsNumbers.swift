/// A value that is written as its numbers in order, without their names: a ledger's state is written each minute, for years,
/// to a memory card.
protocol WrittenAsNumbers: Codable {
    /// - Returns: `nil` for another count of numbers.
    init?(numbers: [Int64])
    var numbers: [Int64] { get }
}

extension WrittenAsNumbers {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(numbers: try container.decode([Int64].self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "another count of numbers than \(Self.self) has"
            )
        }
        self = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(numbers)
    }
}

extension WattHours: WrittenAsNumbers {
    init?(numbers: [Int64]) {
        guard numbers.count == 2 else { return nil }
        self.init(importWh: Int(numbers[0]), exportWh: Int(numbers[1]))
    }

    var numbers: [Int64] { [Int64(importWh), Int64(exportWh)] }
}

extension PowerSample: WrittenAsNumbers {
    init?(numbers: [Int64]) {
        guard numbers.count == 2 else { return nil }
        (importW, exportW) = (Int(numbers[0]), Int(numbers[1]))
    }

    var numbers: [Int64] { [Int64(importW), Int64(exportW)] }
}

extension PowerIntegral: WrittenAsNumbers {
    init?(numbers: [Int64]) {
        guard numbers.count == 4 else { return nil }
        self.init(
            importWms: numbers[0],
            exportWms: numbers[1],
            elapsedMilliseconds: numbers[2],
            seenMilliseconds: numbers[3]
        )
    }

    var numbers: [Int64] { [importWms, exportWms, elapsedMilliseconds, seenMilliseconds] }
}

extension PowerSum: WrittenAsNumbers {
    init?(numbers: [Int64]) {
        guard numbers.count == 5 else { return nil }
        (importWms, exportWms, milliseconds) = (numbers[0], numbers[1], numbers[2])
        (importPeakW, exportPeakW) = (Int(numbers[3]), Int(numbers[4]))
    }

    var numbers: [Int64] {
        [importWms, exportWms, milliseconds, Int64(importPeakW), Int64(exportPeakW)]
    }
}
