public import Civil
public import Ledger

/// All that is known of an hour: what was measured here, and what was settled elsewhere.
public struct HourRecord: Sendable, Hashable {
    public var start: Instant
    /// What the meter's port said; `nil` for an hour that nobody listened to.
    public var measured: Hour?
    /// Energy drawn, as it was settled.
    public var settledImport: SettledEnergy?
    /// Energy fed in, as it was settled.
    public var settledExport: SettledEnergy?

    public init(
        start: Instant,
        measured: Hour? = nil,
        settledImport: SettledEnergy? = nil,
        settledExport: SettledEnergy? = nil
    ) {
        self.start = start
        self.measured = measured
        self.settledImport = settledImport
        self.settledExport = settledExport
    }

    public var isSettled: Bool { settledImport != nil || settledExport != nil }

    /// The hour as it counts: in each direction what was settled, and where nothing was, what was measured.
    ///
    /// Its quality is that of the energy drawn, which peaks are made of. An hour of which only the energy fed in was settled,
    /// and nothing measured, is a `gap`: what it drew is not known.
    public var effective: Hour {
        var hour = measured ?? Hour(start: start, importWh: 0, exportWh: 0, quality: .gap)
        if let settledImport {
            hour.importWh = settledImport.wattHours
            hour.quality = settledImport.origin.quality
            hour.isSuspect = false
        }
        if let settledExport { hour.exportWh = settledExport.wattHours }
        return hour
    }
}

/// Energy of an hour in one direction, as it was settled elsewhere.
public struct SettledEnergy: Sendable, Hashable {
    /// In Wh.
    public var wattHours: Int
    public var origin: SettledOrigin

    public init(wattHours: Int, origin: SettledOrigin) {
        self.wattHours = wattHours
        self.origin = origin
    }

    /// Whether this value may take the place of another of the same hour. A person's word stands above an import, and a value
    /// that Elhub took earlier, or of which it does not say when, does not undo a correction.
    public func mayReplace(_ known: SettledEnergy) -> Bool {
        switch (origin, known.origin) {
        case (.edited, _): true
        case (.imported, .edited): false
        case (.imported(_, let new), .imported(_, let old)):
            (new?.unixSeconds ?? 0) >= (old?.unixSeconds ?? 0)
        }
    }
}

/// Who settled an hour.
public enum SettledOrigin: Sendable, Hashable {
    /// Elhub.
    ///
    /// - quality: its word for how it knows the value: *Målt*, *Beregnet*, *Estimert*.
    /// - registered: when it took the value.
    case imported(quality: String? = nil, registered: Instant? = nil)
    /// A person.
    case edited

    /// - Returns: `nil` for the qualities of what was measured here.
    public init?(_ quality: HourQuality) {
        switch quality {
        case .imported: self = .imported()
        case .edited: self = .edited
        case .measured, .split, .integrated, .gap: return nil
        }
    }

    public var quality: HourQuality {
        switch self {
        case .imported: .imported
        case .edited: .edited
        }
    }
}
