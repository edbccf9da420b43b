import Civil
import Ledger

/// Numbers and times as people write them.
struct Figures: Sendable {
    /// Between units and tenths: a full stop, or a comma.
    var mark: String

    /// A thousandth, rounded to 0, 1 or 2 decimals: `kilo(5_625, 2)` is `5.63`.
    func kilo(_ number: Int, _ decimals: Int) -> String {
        let unit: UInt = decimals == 0 ? 1_000 : decimals == 1 ? 100 : 10
        let rounded = number.magnitude / unit + (number.magnitude % unit >= unit / 2 ? 1 : 0)
        let sign = number < 0 && rounded > 0 ? "-" : ""
        let whole = rounded / (1_000 / unit)
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let fraction = String(rounded % (1_000 / unit))
        let padding = String(repeating: "0", count: max(0, decimals - fraction.count))
        return "\(sign)\(whole)\(mark)\(padding)\(fraction)"
    }

    /// A thousandth with as many decimals as it has, two at the most: `60`, `12.5`.
    func brief(_ number: Int) -> String {
        kilo(number, number % 1_000 == 0 ? 0 : number % 100 == 0 ? 1 : 2)
    }

    /// What to turn off: to the next 100 W, so that it is enough.
    func relief(_ watts: Int) -> String { kilo((max(1, watts) + 99) / 100 * 100, 1) }

    func percent(_ probability: Double) -> Int { Int((min(max(probability, 0), 1) * 100).rounded()) }
}

extension PhraseMoment {
    /// `16:00–17:00`
    func span(of status: HourStatus) -> String { "\(clock(status.start))–\(clock(status.end))" }

    /// `16:05`
    func clock(_ time: Instant) -> String { calendar.dateTime(of: time).clockText }

    /// Whether both are on the day that it is now.
    func isToday(_ time: Instant) -> Bool { calendar.day(of: time) == calendar.day(of: self.time) }
}

extension LocalDay {
    /// `15.01.2026`
    var norwegianText: String { "\(padded(day)).\(padded(month)).\(year)" }
}

private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension HourStatus {
    /// How much more the rest of the hour is expected to draw than it may, in W; 0 or less when it is not.
    var excessW: Int {
        guard remainingSeconds > 0 else { return 0 }
        return (expectedWh - usedWh) * 3_600 / remainingSeconds - budgetW
    }
}

/// How long something took, in the one unit that fits.
struct Length {
    var seconds: Int

    init(_ seconds: Int) {
        self.seconds = seconds
    }

    /// `90 s`, `5 min`, `3 h`, `4 days`
    func text(_ second: String, _ minute: String, _ hour: String, _ days: String) -> String {
        switch seconds {
        case ..<120: "\(seconds) \(second)"
        case ..<7_200: "\(seconds / 60) \(minute)"
        case ..<172_800: "\(seconds / 3_600) \(hour)"
        default: "\(seconds / 86_400) \(days)"
        }
    }
}

extension String {
    /// Without the blank at either end that a part that is not there leaves.
    var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
