import Foundation
import Settlement

extension ImportReport {
    /// For a person. What is wrong with rows stands on standard error.
    var text: String {
        var lines = [summary]
        lines += repaired.prefix(20).map { "repaired: \($0.from) to \($0.to), \($0.hours) h" }
        if repaired.count > 20 { lines.append("repaired: \(repaired.count - 20) gaps more") }
        lines += months.filter { $0.peaks_changed || $0.step_changed }.map(Self.line)
        if let line = deviation.import { lines.append(Self.line(line, "drawn")) }
        if let line = deviation.export { lines.append(Self.line(line, "fed in")) }
        lines += notes
        if problem_count > 0 { lines.append("rows not taken: \(problem_count)") }
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        guard let from, let to else { return "meter \(meter): no hours in these files" }
        let total = hours.new + hours.changed + hours.confirmed + hours.unchanged + hours.kept
        var line = "meter \(meter): \(total) hours from \(from) to \(to)"
        guard hours.new + hours.changed + hours.confirmed > 0 else {
            let kept = hours.kept > 0 ? "; of \(hours.kept) of them the history knows better" : ""
            return line + ": nothing to change\(kept)"
        }
        line += dry_run ? "; this would change:" : ":"
        line +=
            " \(hours.new) new, \(hours.changed) changed, \(hours.confirmed) confirmed, \(hours.unchanged) as before"
        if hours.kept > 0 { line += ", \(hours.kept) left, of which the history knows better" }
        return line
    }

    private static func line(_ month: MonthLine) -> String {
        let peaks = { (status: StatusLine) in
            status.peaks.isEmpty
                ? "no peaks" : status.peaks.map { "\($0.day) \(kilo($0.import_wh))" }.joined(separator: ", ")
        }
        let step =
            month.step_changed
            ? "\(text(month.before.step)) → \(text(month.after.step))" : text(month.after.step)
        return "\(month.month): step \(step); peaks \(peaks(month.before)) → \(peaks(month.after))"
    }

    private static func text(_ step: ReplayReport.StepLine?) -> String {
        guard let step else { return "none" }
        return "\(step.from_kw)\(step.to_kw.map { "–\($0)" } ?? " and above") kW"
    }

    private static func line(_ line: DeviationLine, _ way: String) -> String {
        "measured less settled, \(way), \(line.hours) h: mean \(line.mean_wh) Wh, mean absolute \(line.mean_absolute_wh) Wh, "
            + "largest \(line.largest_wh) Wh\(line.largest_at.map { " in the hour from \($0)" } ?? "")"
    }

    private static func kilo(_ wattHours: Int) -> Decimal { Decimal(wattHours) / 1_000 }
}
