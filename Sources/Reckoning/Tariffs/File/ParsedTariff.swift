import CheckedYAML
import Civil

/// A tariff with the lines that later checks speak of.
struct ParsedTariff {
    var tariff: GridTariff
    var path: String
    var fromLine: Int
    /// Of each exception's `timer`.
    var spanLines: [Int]

    /// Reads one tariff of a file.
    ///
    /// - Parameter today: a tariff with mistakes that is not in force on this day is left out with a warning.
    /// - Returns: `nil` after reporting why, and for groups of customers that are not known.
    init?(_ node: CheckedMapping, today: LocalDay?) {
        let problems = node.problems
        let count = problems.mistakes.count
        var dates = node
        let from = dates.required("gyldig_fra", allowed: "a date, such as '2026-01-01'") {
            LocalDay(parsing: $0)
        }
        let until = dates.day("gyldig_til")
        let isInForce =
            problems.mistakes.count > count || today.map { Self.holds(on: $0, from, until) } ?? true
        let parsed = Self(node, from: from, until: until)
        if !isInForce, problems.mistakes.count > count {
            for mistake in problems.withdrawMistakes(after: count) {
                problems.warn(
                    "\(mistake.problem); this tariff is not in force and is left out",
                    key: mistake.key,
                    line: mistake.line
                )
            }
            return nil
        }
        guard let parsed else { return nil }
        self = parsed
    }

    private static func holds(on day: LocalDay, _ from: LocalDay?, _ until: LocalDay?) -> Bool {
        from.map { $0 <= day } ?? true && until.map { day < $0 } ?? true
    }

    private init?(_ node: CheckedMapping, from: LocalDay?, until: LocalDay?) {
        var node = node
        path = node.path
        fromLine = node.line(of: "gyldig_fra")
        let name = node.shortText("navn")
        let customers = Self.customers(&node)
        if let from, let until, until <= from {
            node.mistake(
                "not later than gyldig_fra; it is the first day that the tariff does not hold",
                at: "gyldig_til"
            )
        }
        let energy = node.requiredMapping("energiledd", "the price of energy, with grunnpris")
            .flatMap(ParsedEnergy.init)
        let fixed = node.requiredMapping("fastledd", "the fixed part, with metode and terskler")
            .flatMap(FixedPart.init)
        node.passOver("gyldig_fra", "gyldig_til", "mga", "kommentar")
        node.end()
        guard let from, let energy, let fixed, !customers.isEmpty else { return nil }
        tariff = GridTariff(
            name: name,
            customers: customers,
            validFrom: from,
            validUntil: until,
            energy: energy.part,
            fixed: fixed
        )
        spanLines = energy.spanLines
    }

    private static func customers(_ node: inout CheckedMapping) -> [CustomerGroup] {
        let allowed = CustomerGroup.allCases.map(\.rawValue).joined(separator: ", ")
        let names = node.list("kundegrupper", longest: 20) ?? []
        if names.isEmpty { node.mistake("missing; a list of \(allowed)", at: "kundegrupper") }
        return names.compactMap { name in
            if let group = CustomerGroup(rawValue: name.text) { return group }
            node.problems.warn(
                "unknown group \(shortened(name.text)), left out; known: \(allowed)",
                key: node.name("kundegrupper"),
                line: name.line
            )
            return nil
        }
    }
}

/// Prices in a file are in øre with up to four decimals, or in kroner with up to six: either way whole micro-kroner.
enum FilePrice {
    static let energyWords = "a price in øre/kWh from -1000 to 1000, with up to 4 decimals, such as 28.77"
    static let yearWords =
        "a price in kr/year from -10000000 to 10000000, with up to 4 decimals, such as 3049.6"

    /// Øre per kWh as 10⁻⁶ NOK.
    static func energy(_ text: String) -> Int? {
        DecimalText.units(text, decimals: 4, in: -10_000_000...10_000_000)
    }

    /// Kroner a year as 10⁻⁶ NOK.
    static func year(_ text: String) -> Int? {
        DecimalText.units(text, decimals: 4, in: -100_000_000_000...100_000_000_000).map { $0 * 100 }
    }
}

/// The energy part with the lines of its hour spans.
private struct ParsedEnergy {
    var part: EnergyPart
    var spanLines: [Int]

    init?(_ node: CheckedMapping) {
        var node = node
        let base = node.required("grunnpris", allowed: FilePrice.energyWords, FilePrice.energy)
        var exceptions: [(PriceException, Int)] = []
        for item in node.mappings("unntak", longest: 50) ?? [] {
            let line = item.line(of: "timer")
            if let exception = PriceException(item) { exceptions.append((exception, line)) }
        }
        node.end()
        guard let base else { return nil }
        part = EnergyPart(baseMicroNOK: base, exceptions: exceptions.map(\.0))
        spanLines = exceptions.map(\.1)
    }
}

extension PriceException {
    private static let monthNames = [
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
        "november",
        "desember",
    ]

    fileprivate init?(_ node: CheckedMapping) {
        var node = node
        let count = node.problems.mistakes.count
        let name = node.shortText("navn")
        let hours = node.value("timer", allowed: "hours from 0 to 23, first and last, such as 6-21 or 22-5") {
            HourSpan(parsing: $0)
        }
        let kinds = DayKind.allCases.map(\.rawValue)
        let days = (node.list("dager", longest: 20) ?? []).compactMap { item in
            node.known(item, in: kinds, of: "dager").flatMap(DayKind.init)
        }
        let months = (node.list("måneder", longest: 12) ?? []).compactMap { item in
            node.known(item, in: Self.monthNames, of: "måneder").flatMap(Self.monthNames.firstIndex).map {
                $0 + 1
            }
        }
        let price = node.required("pris", allowed: FilePrice.energyWords, FilePrice.energy)
        node.end()
        // An exception without its days would hold on all of them.
        guard let price, node.problems.mistakes.count == count else { return nil }
        self.init(name: name, hours: hours, days: days, months: months, microNOK: price)
    }
}

extension CheckedMapping {
    fileprivate func known(_ item: (text: String, line: Int), in words: [String], of key: String) -> String? {
        if words.contains(item.text) { return item.text }
        problems.mistake(
            "\(shortened(item.text)) is not allowed; allowed: \(words.joined(separator: ", "))",
            key: name(key),
            line: item.line
        )
        return nil
    }
}
