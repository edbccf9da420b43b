import Civil
package import History
import Ledger

/// What becomes of one hour.
package struct SettlementStep {
    /// A measured hour for a hole.
    private(set) var fills: Hour?
    /// What is settled anew.
    private(set) var settles: HourRecord
    /// The hour afterwards.
    private(set) var result: HourRecord
    /// Whether the history knows better, and says something else.
    private(set) var isOverruled = false

    package var writes: Bool { fills != nil || settles.isSettled }

    package init(_ hour: IncomingHour, over old: HourRecord?) {
        let start = hour.record.start
        settles = HourRecord(start: start)
        result = old ?? HourRecord(start: start)
        if let measured = hour.record.measured {
            if let known = old?.effective {
                isOverruled = (known.importWh, known.exportWh) != (measured.importWh, measured.exportWh)
            } else {
                fills = measured
                result.measured = measured
            }
        }
        settle(\.settledImport, hour.record)
        settle(\.settledExport, hour.record)
    }

    private mutating func settle(
        _ direction: WritableKeyPath<HourRecord, SettledEnergy?>,
        _ record: HourRecord
    ) {
        guard let energy = record[keyPath: direction] else { return }
        if let known = result[keyPath: direction] {
            guard known != energy else { return }
            guard energy.mayReplace(known) else {
                if energy.wattHours != known.wattHours { isOverruled = true }
                return
            }
        }
        settles[keyPath: direction] = energy
        result[keyPath: direction] = energy
    }
}
