public import Civil

/// Which way the energy went.
public enum ElhubDirection: String, Sendable, Hashable, CaseIterable {
    /// Drawn from the grid (*forbruk*).
    case consumption
    /// Fed into the grid (*produksjon*).
    case production
}

/// How long an interval is.
public enum ElhubResolution: Int64, Sendable, Hashable, CaseIterable {
    case quarter = 900
    case hour = 3_600

    public var seconds: Int64 { rawValue }
}

/// What Elhub says of how it knows a value (*kvalitet*).
public enum ElhubQuality: Sendable, Hashable, CustomStringConvertible {
    /// *Målt*
    case measured
    /// *Beregnet*
    case calculated
    /// *Estimert*
    case estimated
    /// A word that no document lists.
    case other(String)

    /// - Returns: `nil` for a field that is empty or no word.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 32 else { return nil }
        switch text.lowercased() {
        case "målt": self = .measured
        case "beregnet": self = .calculated
        case "estimert": self = .estimated
        default: self = .other(text)
        }
    }

    /// Elhub's word.
    public var description: String {
        switch self {
        case .measured: "Målt"
        case .calculated: "Beregnet"
        case .estimated: "Estimert"
        case .other(let text): text
        }
    }

    /// How little it says: of several parts, the least certain speaks for the whole.
    var doubt: Int {
        switch self {
        case .measured: 0
        case .calculated: 1
        case .other: 2
        case .estimated: 3
        }
    }
}

/// A value of a file, as it stands there.
public struct ElhubValue: Sendable, Hashable {
    public var start: Instant
    public var resolution: ElhubResolution
    public var direction: ElhubDirection
    /// In Wh: Elhub writes kWh with three decimals, which are whole watt-hours. At most 100 kWh an hour.
    public var wattHours: Int
    public var quality: ElhubQuality?
    /// When Elhub took the value, where the file says it; a later one is a correction.
    public var registered: Instant?
    /// The line of the file, from 1.
    public var line: Int

    /// A mean of 100 kW over the interval. The largest main fuse of a home is 63 A at 400 V, 44 kW.
    static func mostWattHours(_ resolution: ElhubResolution) -> Int {
        100_000 * Int(resolution.seconds) / 3_600
    }
}
