import Civil
import Foundation
import History
import Ledger
import Settlement

/// What `import --json` prints.
struct ImportReport: Encodable {
    var meter: String
    var dry_run: Bool
    var files: [String]
    var hours: SettlementRun.Counts
    var from: String?
    var to: String?
    var repaired: [RangeLine]
    var months: [MonthLine]
    /// Measured hours less settled ones; without those that were not measured by the register.
    var deviation: DeviationLines
    var problem_count: Int
    var problems: [ImportProblem]
    var notes: [String]

    struct RangeLine: Encodable {
        var from: String
        var to: String
        var hours: Int
    }

    struct DeviationLines: Encodable {
        var `import`: DeviationLine?
        var export: DeviationLine?
    }

    struct DeviationLine: Encodable {
        var hours: Int
        var mean_wh: Decimal
        var mean_absolute_wh: Decimal
        var largest_wh: Int
        var largest_at: String?

        /// - Returns: `nil` where there was nothing to compare.
        init?(_ deviation: Deviation) {
            guard deviation.hours > 0 else { return nil }
            hours = deviation.hours
            mean_wh = Decimal(deviation.meanTenths) / 10
            mean_absolute_wh = Decimal(deviation.meanAbsoluteTenths) / 10
            largest_wh = deviation.largestWh
            largest_at = deviation.largestAt?.description
        }
    }

    struct MonthLine: Encodable {
        var month: String
        var before: StatusLine
        var after: StatusLine
        /// Whether the month counts by other peaks, or is on another step.
        var peaks_changed: Bool
        var step_changed: Bool

        init(_ change: SettlementRun.MonthChange) {
            month = change.after.month.description
            before = StatusLine(change.before)
            after = StatusLine(change.after)
            peaks_changed =
                change.before.counting.map(\.hour) != change.after.counting.map(\.hour)
                || change.before.counting.map(\.importWh) != change.after.counting.map(\.importWh)
            step_changed = change.before.step != change.after.step
        }
    }

    struct StatusLine: Encodable {
        var import_wh: Int
        var export_wh: Int
        var peaks: [ReplayReport.PeakLine]
        var mean_kw: Decimal
        /// `null` where the grid company's steps have nothing to do with hours.
        var step: ReplayReport.StepLine?
        var provisional: Bool

        init(_ status: MonthStatus) {
            import_wh = status.importWh
            export_wh = status.exportWh
            peaks = status.counting.map(ReplayReport.PeakLine.init)
            mean_kw = Decimal(status.meanW) / 1_000
            step = status.step.map { ReplayReport.StepLine($0) }
            provisional = status.isProvisional
        }
    }

    init(_ incoming: Incoming, _ run: SettlementRun, isDryRun: Bool) {
        meter = run.meter
        dry_run = isDryRun
        files = incoming.files
        hours = run.counts
        from = incoming.hours.first?.record.start.description
        to = incoming.hours.last?.record.effective.end.description
        repaired = run.repaired.map {
            RangeLine(from: $0.start.description, to: $0.end.description, hours: $0.hours)
        }
        months = run.months.map(MonthLine.init)
        deviation = DeviationLines(
            import: DeviationLine(run.importDeviation),
            export: DeviationLine(run.exportDeviation)
        )
        problem_count = incoming.problemCount
        problems = incoming.problems
        notes = incoming.notes
    }
}
