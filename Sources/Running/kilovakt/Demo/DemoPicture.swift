import Civil
import Daemon
import Ledger
import Meters

/// What the demo's screen shows, drawn as text: a value in, lines out.
struct DemoPicture: Sendable {
    var live: LiveValues?
    /// Of the last message that had them.
    var currents = PhaseValues()
    var hour: HourStatus?
    var month: MonthStatus?
    var meter: MeterOnAir?
    var calendar: LocalCalendar
    /// Lines at the foot: where the meter is, what the broker does, what was said last.
    var footer: [String] = []

    /// - Parameters:
    ///   - width: of the terminal, in columns.
    ///   - now: what the clock at the top shows.
    func lines(width: Int, now: Instant) -> [String] {
        let width = max(60, min(width, 100))
        return [""] + heading(width, now) + [""] + power(width) + [""] + hourLines(width) + [""]
            + monthLines() + [""]
            + footer.map { Ink.dim("  " + $0) }
    }

    // MARK: - Parts

    private func heading(_ width: Int, _ now: Instant) -> [String] {
        let local = calendar.dateTime(of: now)
        let name = meter?.identity.map { "\($0.make.rawValue) \($0.model)" } ?? "waiting for the meter"
        let right = "\(local.day)  \(local.clockText):\(local.second < 10 ? "0" : "")\(local.second)"
        let gap = String(repeating: " ", count: max(2, width - 13 - name.count - right.count))
        return ["  " + Ink.bold("kilovakt") + "  " + Ink.dim(name + gap + right)]
    }

    private func power(_ width: Int) -> [String] {
        guard let live, let watts = live.reading.powerImportW else { return ["  Power now       …"] }
        let barWidth = width - 32
        let scaleW = max(10_000, watts)
        let bar = String(repeating: "█", count: barWidth * watts / scaleW)
        let counter = live.energyImportWh.map { "counter \(kilowattHours($0)) kWh" } ?? ""
        return [
            "  Power now  " + Ink.bold(pad(grouped(watts), 8) + " W") + "   " + Ink.green(bar),
            "             " + Ink.dim(phases + (counter.isEmpty ? "" : "   " + counter)),
        ]
    }

    private var phases: String {
        let names = ["L1", "L2", "L3"]
        let currents = [currents.l1, currents.l2, currents.l3]
        return zip(names, currents)
            .compactMap { name, milliamperes in milliamperes.map { "\(name) \(tenths($0)) A" } }
            .joined(separator: "  ")
    }

    private func hourLines(_ width: Int) -> [String] {
        guard let hour else { return ["  This hour       …"] }
        let from = calendar.dateTime(of: hour.start).hour
        let limit = hour.limitWh.map { "limit \(kilowattHours($0)) kWh" } ?? "no limit"
        let risk = Int((hour.stepRisk * 100).rounded())
        let state =
            hour.isFree
            ? Ink.green("free: this hour cannot change the step")
            : (hour.stepRisk >= 0.5 ? Ink.red : hour.stepRisk >= 0.2 ? Ink.yellow : Ink.green)(
                "risk \(risk) %"
            )
        return [
            "  Hour \(twoDigits(from))–\(twoDigits((from + 1) % 24))  used "
                + Ink.bold(kilowattHours(hour.usedWh))
                + "  expected " + Ink.bold(kilowattHours(hour.expectedWh))
                + Ink.dim(" (\(kilowattHours(hour.lowWh))–\(kilowattHours(hour.highWh)))") + "  \(limit)",
            "             " + bar(hour, width: width - 15),
            "             may use " + Ink.bold("\(grouped(hour.budgetW)) W")
                + " for \(hour.remainingSeconds / 60) min   "
                + state,
        ]
    }

    /// Used, expected, and the mark of the limit.
    private func bar(_ hour: HourStatus, width: Int) -> String {
        let scaleWh = max(1, max(hour.limitWh ?? 0, hour.highWh) * 21 / 20)
        func column(_ wh: Int) -> Int { min(width, width * wh / scaleWh) }
        let used = column(hour.usedWh)
        let expected = max(used, column(hour.expectedWh))
        var text = Ink.green(String(repeating: "█", count: used))
        text += Ink.yellow(String(repeating: "▒", count: expected - used))
        guard let limitWh = hour.limitWh else { return text }
        let gap = column(limitWh) - expected
        return gap > 0 ? text + String(repeating: " ", count: gap) + Ink.red("│") : text + Ink.red(" over")
    }

    private func monthLines() -> [String] {
        guard let month, let time = hour?.time else { return ["  This month      …"] }
        let today = calendar.day(of: time)
        let todays = month.days.first { $0.day == today }
        let lines = month.counting.enumerated().map { index, peak in
            let hour = calendar.dateTime(of: peak.hour).hour
            let label = index == 0 ? "  Month peaks  " : "               "
            return label + "\(peak.day)  \(twoDigits(hour))–\(twoDigits((hour + 1) % 24))   "
                + Ink.bold(kilowattHours(peak.importWh)) + " kWh"
        }
        let todayText = todays.map { kilowattHours($0.importWh) + " kWh" } ?? "no whole hour yet"
        return ["  Today        highest hour \(todayText)"] + lines + [
            stepLine(month)
        ]
    }

    private func stepLine(_ month: MonthStatus) -> String {
        guard let step = month.step else { return "  Step         no hour decides it" }
        let bounds =
            step.upperW.map { "\(step.lowerW / 1_000)–\($0 / 1_000) kW" } ?? "above \(step.lowerW / 1_000) kW"
        let left = step.upperW.map { "   \(kilowattHours($0 - month.meanW)) kW to the next" } ?? ""
        return "  Step         mean \(kilowattHours(month.meanW)) kW → " + Ink.bold("step \(bounds)")
            + Ink.dim(left)
            + (month.isProvisional ? Ink.dim("   provisional") : "")
    }
}

// MARK: - Numbers as text

/// `12 345`
func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    return (number < 0 ? "−" : "") + ([digits] + groups).joined(separator: " ")
}

/// Wh as kWh with three decimals, `1.234`.
func kilowattHours(_ wattHours: Int) -> String {
    let thousandths = String(wattHours.magnitude % 1_000 + 1_000).dropFirst()
    return (wattHours < 0 ? "−" : "") + "\(wattHours.magnitude / 1_000).\(thousandths)"
}

private func tenths(_ thousandths: Int) -> String { "\(thousandths / 1_000).\(thousandths % 1_000 / 100)" }

private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
