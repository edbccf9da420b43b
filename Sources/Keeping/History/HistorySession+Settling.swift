import Civil
import GRDB
public import Ledger

extension HistorySession {
    /// Books what was settled of an hour, in the place of what was settled before; `nil` leaves a direction as it is.
    public func settle(_ record: HourRecord, of meter: String) throws {
        if let energy = record.settledImport { try settle(energy, "import", at: record.start, of: meter) }
        if let energy = record.settledExport { try settle(energy, "export", at: record.start, of: meter) }
    }

    /// Both directions of an hour, settled by the same.
    func settle(_ hour: Hour, as origin: SettledOrigin, of meter: String) throws {
        var record = HourRecord(start: hour.start)
        record.settledImport = SettledEnergy(wattHours: hour.importWh, origin: origin)
        record.settledExport = SettledEnergy(wattHours: hour.exportWh, origin: origin)
        try settle(record, of: meter)
    }

    /// Books a measured hour.
    public func book(_ hour: Hour, of meter: String) throws {
        try HistoryStore.book(hour, of: meter, in: database)
    }

    /// - Parameter way: `import` or `export`, which the columns are named by.
    private func settle(_ energy: SettledEnergy, _ way: String, at start: Instant, of meter: String) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO settled_hour (meter, start, \(way)_wh, \(way)_origin, \(way)_quality, \(way)_registered)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (meter, start) DO UPDATE SET
                    \(way)_wh = excluded.\(way)_wh, \(way)_origin = excluded.\(way)_origin,
                    \(way)_quality = excluded.\(way)_quality, \(way)_registered = excluded.\(way)_registered
                """
        ).execute(arguments: [
            meter, start.unixSeconds, energy.wattHours, energy.origin.quality.rawValue, energy.origin.word,
            energy.origin.registered?.unixSeconds,
        ])
    }
}

extension SettledOrigin {
    fileprivate var word: String? {
        if case .imported(let quality, _) = self { quality } else { nil }
    }

    fileprivate var registered: Instant? {
        if case .imported(_, let registered) = self { registered } else { nil }
    }
}
