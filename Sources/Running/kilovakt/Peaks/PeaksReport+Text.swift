import Foundation

extension PeaksReport {
    /// For a person.
    var text: String {
        let blocks = [heading, daily, result, table, notices.map { "note: \($0)" }]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private var heading: [String] {
        let company = tariff.map { ", \($0.company), tariff from \($0.valid_from)" } ?? ""
        return ["\(month), meter \(meter)\(company)"]
    }

    private var daily: [String] {
        let places = Dictionary(
            peaks.enumerated().map { ($1.start, $0 + 1) },
            uniquingKeysWith: { first, _ in first }
        )
        let lines = days.map { day in
            let place = places[day.start].map { "  counts, no. \($0)" } ?? ""
            return "  \(Self.peak(day))\(place)"
        }
        // Weekly peaks may be of other months.
        let elsewhere = peaks.filter { peak in !days.contains { $0.start == peak.start } }
            .map { "  \(Self.peak($0))  counts, no. \(places[$0.start] ?? 0)" }
        let doubtful = uncertain.map { "  \(Self.peak($0))  uncertain, does not count" }
        let title = lines.isEmpty && doubtful.isEmpty ? [] : ["highest hour of each day"]
        return title + lines + elsewhere + doubtful
    }

    /// `2026-04-06 13:00   5.939 kWh`
    private static func peak(_ line: PeakLine) -> String {
        let clock = line.start_local.dropFirst(11).prefix(5)
        let weight = line.weight_percent.map { ", counts \($0) %" } ?? ""
        return
            "\(line.start_local.prefix(10)) \(clock)  \(number(Decimal(line.import_wh) / 1_000)) kWh\(weight)"
    }

    private var result: [String] {
        guard let mean_kw else { return price.map { ["price  \($0)"] } ?? [] }
        var lines = ["mean   \(Self.number(mean_kw)) kW\(provisional ? ", provisional" : "")"]
        if let step {
            let cost = price.map { ", \($0)" } ?? ""
            lines.append(
                "step   \(step.number): \(Self.range(step))\(cost)\(close_to_limit ? ", close to the limit" : "")"
            )
        }
        if let next_step, let to_next_step_kw {
            let cost = Self.kroner(next_step_month_nok, vat_percent).map { ", \($0)" } ?? ""
            lines.append("next   in \(Self.number(to_next_step_kw)) kW: \(Self.range(next_step))\(cost)")
        }
        if let step, step.from_kw > 0, let to_step_below_kw {
            lines.append("below  \(Self.number(to_step_below_kw)) kW down to \(step.from_kw) kW")
        }
        return lines
    }

    private var price: String? { Self.kroner(month_nok, vat_percent) }

    private var table: [String] {
        let known = months.filter(Self.isKnown)
        let lines = (known.isEmpty ? months.suffix(1) : known).map { line in
            let mean = line.mean_kw.map { Self.number($0) } ?? "–"
            let step = line.step.map(Self.range) ?? "–"
            let cost = line.month_nok.map { Self.number($0, decimals: 2) } ?? "–"
            let isKnown = Self.isKnown(line)
            let energy = isKnown ? Self.number(Decimal(line.import_wh) / 1_000, decimals: 1) : "–"
            let missing = isKnown && line.missing_hours > 0 ? "  \(line.missing_hours) h not known" : ""
            return
                "  \(line.month)  \(left(mean, 8))  \(left(step, 14))  \(left(cost, 9))  \(left(energy, 9))"
                + (line.provisional && line.mean_kw != nil ? "  provisional" : "") + missing
        }
        return ["  month     mean kW            step  kr/month        kWh"] + lines
    }

    private static func isKnown(_ line: MonthLine) -> Bool { line.mean_kw != nil || line.import_wh > 0 }

    // MARK: - Numbers

    private static func range(_ step: ReplayReport.StepLine) -> String {
        step.to_kw.map { "\(step.from_kw)–\($0) kW" } ?? "\(step.from_kw) kW and up"
    }

    private static func kroner(_ nok: Decimal?, _ vatPercent: Int?) -> String? {
        nok.map { "\(number($0, decimals: 2)) kr a month\(vatPercent == nil ? " without VAT" : "")" }
    }

    private static func number(_ value: Decimal, decimals: Int = 3) -> String {
        String(format: "%.\(decimals)f", NSDecimalNumber(decimal: value).doubleValue)
    }

    private func left(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
