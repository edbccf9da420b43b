import CheckedYAML
import Civil

/// What can be said only of all of a file's tariffs together.
enum TariffChecks {
    static func run(_ tariffs: inout [ParsedTariff], _ problems: FileProblems) {
        checkValidity(tariffs, problems)
        mendSpans(&tariffs, problems)
        tariffs.forEach { checkOverlap($0, problems) }
    }

    /// Two tariffs for one day and customer would leave it to chance which price is paid.
    private static func checkValidity(_ tariffs: [ParsedTariff], _ problems: FileProblems) {
        for group in CustomerGroup.allCases {
            let own = tariffs.filter { $0.tariff.customers.contains(group) }
                .sorted { $0.tariff.validFrom < $1.tariff.validFrom }
            for (older, newer) in zip(own, own.dropFirst()) {
                guard older.tariff.isValid(on: newer.tariff.validFrom) else { continue }
                problems.mistake(
                    "for \(group.rawValue) the tariff from \(older.tariff.validFrom) holds then too "
                        + "(line \(older.fromLine)); give that one gyldig_til: '\(newer.tariff.validFrom)'",
                    key: "\(newer.path).gyldig_fra",
                    line: newer.fromLine
                )
            }
        }
    }

    /// `6-22` has come to stand for 06 to 22 where it means 06 to 23: hours are first and last. Where an older tariff of the
    /// same customers has 6-21, that is what is meant.
    private static func mendSpans(_ tariffs: inout [ParsedTariff], _ problems: FileProblems) {
        let meant = HourSpan(first: 6, last: 21)
        let slip = HourSpan(first: 6, last: 22)
        for index in tariffs.indices {
            let tariff = tariffs[index].tariff
            let wasOtherwise = tariffs.contains { other in
                other.tariff.validFrom < tariff.validFrom
                    && !Set(other.tariff.customers).isDisjoint(with: tariff.customers)
                    && other.tariff.energy.exceptions.contains { $0.hours == meant }
            }
            for place in tariff.energy.exceptions.indices where tariff.energy.exceptions[place].hours == slip
            {
                if wasOtherwise { tariffs[index].tariff.energy.exceptions[place].hours = meant }
                problems.warn(
                    wasOtherwise
                        ? "6-22 would be to 23:00; the older tariff has 6-21, so it is taken as 06:00 to 22:00"
                        : "6-22 is to 23:00, hours being first and last; 6-21 if it should be to 22:00",
                    key: "\(tariffs[index].path).energiledd.unntak[\(place)].timer",
                    line: tariffs[index].spanLines[place]
                )
            }
        }
    }

    /// Exceptions that meet in an hour with different prices: readers of the format differ on which of them counts.
    private static func checkOverlap(_ parsed: ParsedTariff, _ problems: FileProblems) {
        let exceptions = parsed.tariff.energy.exceptions
        for (index, later) in exceptions.enumerated() {
            let earlier = exceptions[..<index].firstIndex {
                $0.microNOK != later.microNOK && $0.meets(later)
            }
            guard let earlier else { continue }
            problems.warn(
                "holds in some hours together with unntak[\(earlier)], at another price; the later one counts there",
                key: "\(parsed.path).energiledd.unntak[\(index)]",
                line: parsed.spanLines[index]
            )
        }
    }
}

extension PriceException {
    /// Whether there is an hour that both hold in.
    fileprivate func meets(_ other: PriceException) -> Bool {
        let months = (1...12).contains { isIn($0) && other.isIn($0) }
        let hours = (0..<24).contains {
            (self.hours?.contains($0) ?? true) && (other.hours?.contains($0) ?? true)
        }
        let days = Weekday.allCases.contains { weekday in
            [false, true].contains { isHoliday in
                isOn(weekday, isHoliday) && other.isOn(weekday, isHoliday)
            }
        }
        return months && hours && days
    }

    private func isIn(_ month: Int) -> Bool { months.isEmpty || months.contains(month) }

    private func isOn(_ weekday: Weekday, _ isHoliday: Bool) -> Bool {
        days.isEmpty || days.contains { $0.contains(weekday, isHoliday: isHoliday) }
    }
}
