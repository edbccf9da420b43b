import Ledger

/// What an alert says, in English. Everything that people read of an alert is here, so that another language is another
/// file of this shape.
struct EnglishWords {
    var title: String
    var text: String
    /// Said when it is raised.
    var advice: String?

    static let testTitle = "A test from kilovakt"
    static let testText = "If you can read this, alerts reach you. Nothing is wrong."

    /// - Parameter heldSeconds: for how long it has been so.
    init(_ situation: Situation, heldSeconds: Int, calendar: LocalCalendar) {
        switch situation {
        case .hourAtRisk(let status): self.init(atRisk: status, calendar)
        case .hourSafe(let status): self.init(safe: status, calendar)
        case .hourOver(let last, let closed): self.init(over: last, closed, calendar)
        case .powerAbove(let watts, let limitW): self.init(above: limitW, watts, heldSeconds)
        case .powerBelow(let watts, let limitW): self.init(below: limitW, watts)
        }
    }

    private init(atRisk status: HourStatus, _ calendar: LocalCalendar) {
        let span = span(of: status, calendar)
        let end = calendar.dateTime(of: status.end).clockText
        let limitWh = status.limitWh ?? 0
        let limit = kilo(limitWh, 2)
        let used = kilo(status.usedWh, 2)
        guard status.usedWh < limitWh else {
            title = "This hour has passed its limit of \(limit) kWh"
            text =
                "The hour \(span) has used \(used) kWh. At \(limit) kWh it reached the next capacity step."
            advice = "Use as little as you can until \(end)."
            return
        }
        title = "This hour may pass its limit of \(limit) kWh"
        text =
            "The hour \(span) is expected to end at \(kilo(status.expectedWh, 2)) kWh; at \(limit) kWh it reaches the"
            + " next capacity step (probability \(percent(status.stepRisk)) %). \(used) kWh are used so far."
        let excess = excessW(of: status)
        advice =
            excess > 0
            ? "Turn off \(kilo(roundedUp(excess), 1)) kW until \(end)."
            : "Keep the power below \(kilo(status.budgetW, 1)) kW until \(end)."
    }

    private init(safe status: HourStatus, _ calendar: LocalCalendar) {
        title = "This hour stays below its limit"
        text =
            "The hour \(span(of: status, calendar)) is expected to end at \(kilo(status.expectedWh, 2)) kWh"
        if let limitWh = status.limitWh { text += ", its limit is \(kilo(limitWh, 2)) kWh" }
        text += status.isFree ? "; it cannot change the capacity step any more." : "."
    }

    private init(over last: HourStatus, _ closed: Hour?, _ calendar: LocalCalendar) {
        let span = span(of: last, calendar)
        let limit = last.limitWh.map { "its limit was \(kilo($0, 2)) kWh" } ?? "it had no limit"
        guard let closed else {
            title = "The hour is over"
            text = "The hour \(span) is over; \(kilo(last.usedWh, 2)) kWh were seen, \(limit)."
            return
        }
        let ended = kilo(closed.importWh, 2)
        title = "The hour ended at \(ended) kWh"
        text = "The hour \(span) ended at \(ended) kWh; \(limit)."
        if !closed.quality.isCertain { text += " Some of it was not seen, so this may be too low." }
    }

    private init(above limitW: Int, _ watts: Int, _ seconds: Int) {
        title = "Power is above \(kilo(limitW, 1)) kW"
        text = "Power is \(kilo(watts, 1)) kW now"
        text += seconds > 0 ? ", and has been above \(kilo(limitW, 1)) kW for \(duration(seconds))." : "."
        advice = "Turn off \(kilo(roundedUp(max(1, watts - limitW)), 1)) kW."
    }

    private init(below limitW: Int, _ watts: Int) {
        title = "Power is below \(kilo(limitW, 1)) kW again"
        text = "Power is \(kilo(watts, 1)) kW now."
    }
}

// MARK: - Parts of sentences

/// `16:00–17:00`
private func span(of status: HourStatus, _ calendar: LocalCalendar) -> String {
    "\(calendar.dateTime(of: status.start).clockText)–\(calendar.dateTime(of: status.end).clockText)"
}

/// How much more the rest of the hour is expected to draw than it may, in W; 0 or less when it is not.
private func excessW(of status: HourStatus) -> Int {
    guard status.remainingSeconds > 0 else { return 0 }
    return (status.expectedWh - status.usedWh) * 3_600 / status.remainingSeconds - status.budgetW
}

/// To the next 100 W: what is turned off should be enough.
private func roundedUp(_ watts: Int) -> Int { (watts + 99) / 100 * 100 }

/// A thousandth, rounded to so many decimals: `kilo(5_625, 2)` is `5.63`.
private func kilo(_ number: Int, _ decimals: Int) -> String {
    let unit = decimals == 1 ? 100 : 10
    let rounded = (number.magnitude + UInt(unit / 2)) / UInt(unit)
    let whole = rounded / UInt(1_000 / unit)
    let fraction = String(rounded % UInt(1_000 / unit))
    let padding = String(repeating: "0", count: decimals - fraction.count)
    return "\(number < 0 ? "-" : "")\(whole).\(padding)\(fraction)"
}

private func percent(_ probability: Double) -> Int { Int((probability * 100).rounded()) }

/// `90 s`, `5 min`
private func duration(_ seconds: Int) -> String {
    seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
}
