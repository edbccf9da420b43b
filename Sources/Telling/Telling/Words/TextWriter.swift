package import Civil

/// Texts as people of one language read them: decimal sign, units, lengths of time, dates and clocks.
package struct TextWriter: Sendable {
    package let language: Language
    package let calendar: LocalCalendar

    package init(language: Language, calendar: LocalCalendar) {
        self.language = language
        self.calendar = calendar
    }

    /// The text in the language, with its values. A value that is `nil` leaves out the optional part that needs it.
    package func text(_ text: LocalizedText, _ values: [String: TextValue?] = [:]) -> String {
        TextTemplate(text[language]).filled { name in (values[name] ?? nil).map { self.text($0) } }
    }

    package func text(_ value: TextValue) -> String {
        switch value {
        case .word(let word): word
        case .text(let other): text(other)
        case .whole(let number): "\(number)"
        case .energy(let wattHours, let decimals): "\(thousandths(wattHours, decimals: decimals)) kWh"
        case .roundEnergy(let wattHours): "\(thousandths(wattHours, decimals: decimals(of: wattHours))) kWh"
        case .power(let watts): "\(thousandths(watts, decimals: 1)) kW"
        case .current(let milliamperes): "\(thousandths(milliamperes, decimals: 1)) A"
        case .voltage(let millivolts): "\(thousandths(millivolts, decimals: 1)) V"
        case .megabytes(let number): "\(number) MB"
        case .probability(let share): "\(percent(share)) %"
        case .percent(let number): "\(number) %"
        case .duration(let seconds): duration(seconds)
        case .hours(let number): "\(number) \(Self.units[number == 1 ? .hour : .hours][language])"
        case .day(let day): self.day(day)
        case .clock(let time): clock(time)
        case .span(let start, let end): "\(clock(start))–\(clock(end))"
        }
    }

    // MARK: - Numbers

    /// A thousandth of a number, rounded half up to 0, 1 or 2 decimals: 5,625 with two is `5.63`.
    private func thousandths(_ number: Int, decimals: Int) -> String {
        let unit: UInt = decimals == 0 ? 1_000 : decimals == 1 ? 100 : 10
        let rounded = number.magnitude / unit + (number.magnitude % unit >= unit / 2 ? 1 : 0)
        let sign = number < 0 && rounded > 0 ? "-" : ""
        let whole = rounded / (1_000 / unit)
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let fraction = String(rounded % (1_000 / unit))
        let padding = String(repeating: "0", count: max(0, decimals - fraction.count))
        return "\(sign)\(whole)\(language == .en ? "." : ",")\(padding)\(fraction)"
    }

    /// A probability that is no number counts as 0.
    private func percent(_ share: Double) -> Int {
        share.isNaN ? 0 : Int((min(max(share, 0), 1) * 100).rounded())
    }

    private func decimals(of number: Int) -> Int {
        number % 1_000 == 0 ? 0 : number % 100 == 0 ? 1 : 2
    }

    // MARK: - Time

    private func duration(_ seconds: Int) -> String {
        let (number, unit): (Int, Unit) =
            switch seconds {
            case ..<120: (seconds, .secondsShort)
            case ..<7_200: (seconds / 60, .minutesShort)
            case ..<172_800: (seconds / 3_600, .hoursShort)
            default: (seconds / 86_400, .days)
            }
        return "\(number) \(Self.units[unit][language])"
    }

    private func clock(_ time: Instant) -> String { calendar.dateTime(of: time).clockText }

    private func day(_ day: LocalDay) -> String {
        language == .en ? "\(day)" : "\(twoDigits(day.day)).\(twoDigits(day.month)).\(day.year)"
    }

    private enum Unit: String, CaseIterable, Sendable {
        case secondsShort, minutesShort, hoursShort, days, hour, hours
    }

    private static let units = TextTable<Unit>([
        .secondsShort: LocalizedText(same: "s"),
        .minutesShort: LocalizedText(same: "min"),
        .hoursShort: LocalizedText(nb: "timer", nn: "timar", en: "h"),
        .days: LocalizedText(nb: "døgn", nn: "døgn", en: "days"),
        .hour: LocalizedText(nb: "time", nn: "time", en: "hour"),
        .hours: LocalizedText(nb: "timer", nn: "timar", en: "hours"),
    ])
}
