import Civil
import Meters

/// The power of one local day's messages, to keep over a restart.
struct PowerOfDay: Sendable, Codable, Equatable {
    let day: LocalDay
    private var imported = PowerTally()
    private var exported = PowerTally()

    init(_ day: LocalDay) {
        self.day = day
    }

    mutating func count(_ reading: Reading) {
        if let power = reading.powerImportW { imported.count(power) }
        if let power = reading.powerExportW { exported.count(power) }
    }

    var power: PowerRange? { imported.range }
    var exportPower: PowerRange? { exported.range }
}

/// The least, the sum and the most of a day's messages. A message counts once: a meter sends them at even distances.
struct PowerTally: Sendable, Equatable {
    private var messages: Int64 = 0
    /// Of a day's messages, of 32 bits each: far from what 64 hold.
    private var sumW: Int64 = 0
    private var minW = 0
    private var maxW = 0

    init() {}

    mutating func count(_ powerW: Int) {
        minW = messages == 0 ? powerW : min(minW, powerW)
        maxW = messages == 0 ? powerW : max(maxW, powerW)
        messages += 1
        sumW = sumW.addingReportingOverflow(Int64(powerW)).partialValue
    }

    var range: PowerRange? {
        guard messages > 0 else { return nil }
        return PowerRange(minW: minW, meanW: Int((Double(sumW) / Double(messages)).rounded()), maxW: maxW)
    }
}

extension PowerTally: WrittenAsNumbers {
    init?(numbers: [Int64]) {
        guard numbers.count == 4 else { return nil }
        (messages, sumW, minW, maxW) = (numbers[0], numbers[1], Int(numbers[2]), Int(numbers[3]))
    }

    var numbers: [Int64] { [messages, sumW, Int64(minW), Int64(maxW)] }
}
