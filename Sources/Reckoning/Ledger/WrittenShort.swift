// A ledger's state is written each minute, for years, to a memory card: numbers in order, without their names.

extension WattHours {
    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        importWh = try container.decode(Int.self)
        exportWh = try container.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encodeAll([importWh, exportWh])
    }
}

extension PowerSample {
    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        importW = try container.decode(Int.self)
        exportW = try container.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encodeAll([importW, exportW])
    }
}

extension PowerIntegral {
    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        importWms = try container.decode(Int64.self)
        exportWms = try container.decode(Int64.self)
        elapsedMilliseconds = try container.decode(Int64.self)
        seenMilliseconds = try container.decode(Int64.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encodeAll([importWms, exportWms, elapsedMilliseconds, seenMilliseconds])
    }
}

extension PowerSum {
    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        importWms = try container.decode(Int64.self)
        exportWms = try container.decode(Int64.self)
        milliseconds = try container.decode(Int64.self)
        importPeakW = try container.decode(Int.self)
        exportPeakW = try container.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encodeAll([importWms, exportWms, milliseconds, Int64(importPeakW), Int64(exportPeakW)])
    }
}

extension UnkeyedEncodingContainer {
    mutating func encodeAll(_ numbers: [some Encodable]) throws {
        for number in numbers { try encode(number) }
    }
}
