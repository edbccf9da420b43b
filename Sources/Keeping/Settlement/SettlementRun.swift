package import Civil
package import History
package import Ledger

/// Takes hours into the history, a month at a time, and sees what that changes.
package struct SettlementRun {
    package let meter: String
    package let settings: LedgerSettings
    package private(set) var counts = Counts()
    package private(set) var repaired: [HourRange] = []
    package private(set) var months: [MonthChange] = []
    /// Whether a month changed that counts by the peaks of twelve months, which no month by itself tells.
    private(set) var hasYearlyPeaks = false
    package private(set) var importDeviation = Deviation()
    package private(set) var exportDeviation = Deviation()

    package struct Counts: Encodable {
        /// Hours that nothing was known of.
        package var new = 0
        /// Hours that count with another energy now.
        package var changed = 0
        /// Hours that were known as the files say, and are settled now.
        package var confirmed = 0
        /// Hours of which nothing had to be written.
        package var unchanged = 0
        /// Hours of which the history knows better: edited, registered later, or known where only a hole would be filled.
        package var kept = 0
    }

    /// Hours one after the other.
    package struct HourRange {
        package var start: Instant
        package var end: Instant
        package var hours: Int { Int(end.milliseconds(since: start) / Instant.hourMilliseconds) }
    }

    /// The peaks of a month before and after.
    package struct MonthChange {
        package var before: MonthStatus
        package var after: MonthStatus
    }

    package init(meter: String, settings: LedgerSettings) {
        self.meter = meter
        self.settings = settings
    }

    /// - Parameter hours: in order.
    package mutating func take(_ hours: [IncomingHour], _ session: HistorySession) throws {
        let measured = try session.measuredSpan(of: meter)
        var rest = hours[...]
        while let first = rest.first {
            let month = settings.calendar.month(of: first.record.start)
            let end = settings.calendar.start(of: month.next)
            let count = rest.prefix { $0.record.start < end }.count
            try take(Array(rest.prefix(count)), of: month, measured, session)
            rest = rest.dropFirst(count)
        }
    }

    private mutating func take(
        _ hours: [IncomingHour],
        of month: LocalMonth,
        _ measured: ClosedRange<Instant>?,
        _ session: HistorySession
    ) throws {
        let before = try records(of: month, session)
        let known = Dictionary(uniqueKeysWithValues: before.map { ($0.start, $0) })
        var after = known
        for hour in hours {
            let old = known[hour.record.start]
            compare(hour.record, with: old?.measured)
            let step = SettlementStep(hour, over: old)
            if let measured = step.fills { try session.book(measured, of: meter) }
            if step.settles.isSettled { try session.settle(step.settles, of: meter) }
            let hasNewQuarters = try settleQuarters(hour, step, session)
            count(old, step, hasNewQuarters)
            after[hour.record.start] = step.result
            if measured?.contains(hour.record.start) == true {
                noteRepair(old?.effective, step.result.effective)
            }
        }
        note(month, before, after.values.sorted { $0.start < $1.start })
    }

    private func records(of month: LocalMonth, _ session: HistorySession) throws -> [HourRecord] {
        let calendar = settings.calendar
        return try session.records(
            of: meter,
            from: calendar.start(of: month),
            to: calendar.start(of: month.next)
        )
    }

    /// Quarters follow their hour: where that is not taken, they are not either.
    private func settleQuarters(_ hour: IncomingHour, _ step: SettlementStep, _ session: HistorySession)
        throws -> Bool
    {
        var isNew = false
        let start = hour.record.start
        if let quarters = hour.importQuarters,
            step.result.settledImport?.wattHours == hour.record.settledImport?.wattHours
        {
            isNew = try session.settle(quarters: quarters, ofHour: start, isExport: false, of: meter)
        }
        if let quarters = hour.exportQuarters,
            step.result.settledExport?.wattHours == hour.record.settledExport?.wattHours
        {
            isNew = try session.settle(quarters: quarters, ofHour: start, isExport: true, of: meter) || isNew
        }
        return isNew
    }

    // MARK: - What it did

    private mutating func count(_ old: HourRecord?, _ step: SettlementStep, _ hasNewQuarters: Bool) {
        guard step.writes || hasNewQuarters else {
            if step.isOverruled { counts.kept += 1 } else { counts.unchanged += 1 }
            return
        }
        guard let old = old?.effective else {
            counts.new += 1
            return
        }
        let new = step.result.effective
        if (old.importWh, old.exportWh) == (new.importWh, new.exportWh) {
            counts.confirmed += 1
        } else {
            counts.changed += 1
        }
    }

    private mutating func noteRepair(_ old: Hour?, _ new: Hour) {
        guard old.map({ !$0.quality.isCertain || $0.isSuspect }) ?? true, new.quality.isCertain else {
            return
        }
        if let last = repaired.last, last.end == new.start {
            repaired[repaired.count - 1].end = new.end
        } else {
            repaired.append(HourRange(start: new.start, end: new.end))
        }
    }

    private mutating func note(_ month: LocalMonth, _ before: [HourRecord], _ after: [HourRecord]) {
        let old = before.map(\.effective)
        let new = after.map(\.effective)
        guard old != new else { return }
        if case .weightedWeeklyPeaks = settings.capacity.model(in: month).method {
            hasYearlyPeaks = true
            return
        }
        let change = MonthChange(
            before: Ledger(settings: settings, hours: old).month(month),
            after: Ledger(settings: settings, hours: new).month(month)
        )
        if change.before != change.after { months.append(change) }
    }

    /// How far a measured hour is from what was settled. Power alone, and hours not seen whole, say nothing of the registers.
    private mutating func compare(_ record: HourRecord, with measured: Hour?) {
        guard let measured, !measured.isSuspect, measured.quality == .measured || measured.quality == .split
        else {
            return
        }
        if let energy = record.settledImport {
            importDeviation.add(measured.importWh - energy.wattHours, at: record.start)
        }
        if let energy = record.settledExport {
            exportDeviation.add(measured.exportWh - energy.wattHours, at: record.start)
        }
    }
}
