import Foundation

/// A backtest's report for a person.
struct BacktestTable {
    private let report: BacktestReport

    init(_ report: BacktestReport) {
        self.report = report
    }

    var text: String {
        ([heading] + errors + first + bands + briers + reliability).joined(separator: "\n")
    }

    private var heading: String {
        "\(report.hours) whole hours, learnt on the way from nothing. Energies in Wh of the hour's end."
    }

    private var errors: [String] {
        var lines = [
            "", "Mean absolute error",
            row("minute", ["forecast", "power held", "5 min mean", "linear", "less than the best"]),
        ]
        for minute in report.minutes {
            let simple = SimpleMethod.allCases.map { number(minute.simple_error_wh[$0.rawValue] ?? 0, 1) }
            lines.append(
                row("\(minute.minute)", [number(minute.error_wh, 1)] + simple + [percent(minute.less_error)])
            )
        }
        return lines
    }

    /// What it is worth while it has hardly learnt anything.
    private var first: [String] {
        guard let spans = report.minutes.first?.first, !spans.isEmpty else { return [] }
        let names = [24: "first day", 168: "first week", 720: "first month"]
        var lines = [
            "", "Less error than the best simple method, at first",
            row("minute", spans.map { names[$0.hours] ?? "" }),
        ]
        for minute in report.minutes {
            lines.append(row("\(minute.minute)", minute.first.map { percent($0.less_error) }))
        }
        return lines
    }

    private var bands: [String] {
        var lines = [
            "",
            "The band of 10 % to 90 %: hours that end in it, and its mean width; beside it the bands that tables of past "
                + "errors give",
            row("minute", ["held", "width", "own: held", "width", "simple: held", "width"]),
        ]
        for minute in report.minutes {
            let all = [minute.band, minute.table_band, minute.simple_table_band]
            lines.append(
                row("\(minute.minute)", all.flatMap { [percent($0.held), number($0.mean_width_wh, 0)] })
            )
        }
        return lines
    }

    private var briers: [String] {
        var lines = [
            "", "Brier score of the probability of reaching a limit",
            row("minute", ["limit kWh", "forecast", "normal", "climatology"]),
        ]
        for minute in report.minutes {
            lines += minute.limits.map { brier("\(minute.minute)", $0) }
        }
        return lines + report.limits.map { brier("all", $0.brier) }
    }

    private func brier(_ name: String, _ limit: BacktestReport.LimitBrier) -> String {
        let scores = [limit.brier, limit.brier_normal, limit.brier_climatology]
        return row(name, ["\(limit.limit_wh / 1_000)"] + scores.map { number($0, 4) })
    }

    /// All minutes together.
    private var reliability: [String] {
        report.limits.flatMap { limit in
            [
                "",
                "Said and come true, \(limit.limit_wh / 1_000) kWh (\(percent(limit.reached)) of the hours reach it)",
                row("tenth", ["times", "said", "true"]),
            ]
                + limit.reliability.map { bin in
                    row(
                        number(bin.from, 1),
                        ["\(bin.count)", bin.said.map(percent) ?? "–", bin.reached.map(percent) ?? "–"]
                    )
                }
        }
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        padded(name, 6) + cells.map { padded($0, max(12, $0.count + 2)) }.joined()
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func number(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
