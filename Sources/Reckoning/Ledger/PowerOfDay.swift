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

    mutating func take(_ reading: Reading) {
        if let power = reading.powerImportW { imported.take(power) }
        if let power = reading.powerExportW { exported.take(power) }
    }

    var power: PowerRange? { imported.range }
    var exportPower: PowerRange? { exported.range }
}

/// What a range is made of. A message counts once: a meter sends them at even distances.
struct PowerTally: Sendable, Codable, Equatable {
    private var count: Int64 = 0
    /// Of a day's messages, of 32 bits each: far from what 64 hold.
    private var sumW: Int64 = 0
    private var minW = 0
    private var maxW = 0

    init() {}

    mutating func take(_ powerW: Int) {
        minW = count == 0 ? powerW : min(minW, powerW)
        maxW = count == 0 ? powerW : max(maxW, powerW)
        count += 1
        sumW = sumW.addingReportingOverflow(Int64(powerW)).partialValue
    }

    var range: PowerRange? {
        guard count > 0 else { return nil }
        return PowerRange(minW: minW, meanW: Int((Double(sumW) / Double(count)).rounded()), maxW: maxW)
    }

    // As short as the rest of the state: see `WrittenShort`.

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        count = try container.decode(Int64.self)
        sumW = try container.decode(Int64.self)
        minW = try container.decode(Int.self)
        maxW = try container.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encodeAll([count, sumW])
        try container.encodeAll([minW, maxW])
    }
}
