public import CheckedYAML
public import Civil

/// Whom a tariff is for (*kundegruppe*).
public enum CustomerGroup: String, Sendable, Hashable, CaseIterable {
    case household = "husholdning"
    case cabin = "fritid"
    case smallBusiness = "liten_næring"
}

/// One tariff of a grid company, for some customers and some time.
public struct GridTariff: Sendable, Hashable {
    public var name: String?
    public var customers: [CustomerGroup]
    public var validFrom: LocalDay
    /// The first day that it does not hold on any more; `nil` while no end is known.
    public var validUntil: LocalDay?
    public var energy: EnergyPart
    public var fixed: FixedPart

    public init(
        name: String? = nil,
        customers: [CustomerGroup],
        validFrom: LocalDay,
        validUntil: LocalDay? = nil,
        energy: EnergyPart,
        fixed: FixedPart
    ) {
        self.name = name
        self.customers = customers
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.energy = energy
        self.fixed = fixed
    }

    public func isValid(on day: LocalDay) -> Bool {
        validFrom <= day && (validUntil.map { day < $0 } ?? true)
    }
}

/// A grid company's tariffs, as one file of fri-nettleie holds them.
public struct TariffFile: Sendable, Hashable {
    /// The grid company, *netteier*.
    public var company: String
    /// The company's numbers in Elhub.
    public var glns: [String]
    /// Where the prices were read.
    public var sources: [String]
    /// When somebody last looked, by the file; not to be relied on.
    public var updated: LocalDay?
    /// In the order of the file. No two hold on one day for one group of customers.
    public var tariffs: [GridTariff]
    /// What was odd in the file and how it was taken.
    public var warnings: [FileProblem]

    /// The tariff that holds on a day; `nil` when the file has none.
    public func tariff(on day: LocalDay, customer: CustomerGroup) -> GridTariff? {
        tariffs.first { $0.customers.contains(customer) && $0.isValid(on: day) }
    }

    /// The tariffs of a group of customers, oldest first.
    public func tariffs(of customer: CustomerGroup) -> [GridTariff] {
        tariffs.filter { $0.customers.contains(customer) }.sorted { $0.validFrom < $1.validFrom }
    }

    /// The energy price of the clock hour that begins here; `nil` when no tariff of the file holds then.
    public func energyPrice(
        ofHourAt start: Instant,
        in calendar: LocalCalendar,
        customer: CustomerGroup,
        extraLowDays: [MonthDay] = []
    ) -> EnergyPrice? {
        let local = calendar.dateTime(of: start)
        return tariff(on: local.day, customer: customer)?.energy
            .price(on: local.day, hour: local.hour, extraLowDays: extraLowDays)
    }
}

/// All mistakes of a tariff file, by line.
public struct TariffFileError: Error, Sendable, CustomStringConvertible {
    /// At least one.
    public var mistakes: [FileProblem]

    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
