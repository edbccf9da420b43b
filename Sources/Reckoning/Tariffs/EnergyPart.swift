public import Civil

/// The part of the grid tariff that goes by the kilowatt-hour (*energiledd*): a base price, and what differs from it.
///
/// Prices are in micro-kroner (10⁻⁶ NOK) per kWh, without VAT, consumption tax and Enova: 28.77 øre is 287,700.
public struct EnergyPart: Sendable, Hashable {
    public var baseMicroNOK: Int
    /// Where several hold in an hour, the last of them counts, as in fri-nettleie's own reference code.
    public var exceptions: [PriceException]

    public init(baseMicroNOK: Int, exceptions: [PriceException] = []) {
        self.baseMicroNOK = baseMicroNOK
        self.exceptions = exceptions
    }

    /// The price of a clock hour.
    ///
    /// - Parameters:
    ///   - day: the local day that the hour begins on.
    ///   - hour: 0...23 on the local clock. In autumn 2 comes twice, with one price; in spring it does not come.
    ///   - extraLowDays: days that the grid company bills at the day's lowest price from midnight to midnight.
    public func price(on day: LocalDay, hour: Int, extraLowDays: [MonthDay] = []) -> EnergyPrice {
        let isExtraLow = extraLowDays.contains(MonthDay(day))
        let isHoliday = isExtraLow || Holidays.contains(day)
        if isExtraLow {
            let prices = (0..<24).map { price(day, $0, isHoliday: true) }
            return prices.min { $0.microNOK < $1.microNOK } ?? price(day, hour, isHoliday: true)
        }
        return price(day, hour, isHoliday: isHoliday)
    }

    private func price(_ day: LocalDay, _ hour: Int, isHoliday: Bool) -> EnergyPrice {
        let exception = exceptions.last {
            $0.holds(month: day.month, weekday: day.weekday, isHoliday: isHoliday, hour: hour)
        }
        return exception.map { EnergyPrice(microNOK: $0.microNOK, name: $0.name) }
            ?? EnergyPrice(microNOK: baseMicroNOK, name: nil)
    }
}

/// The price of one hour's energy.
public struct EnergyPrice: Sendable, Hashable {
    /// 10⁻⁶ NOK per kWh, without VAT and taxes.
    public var microNOK: Int
    /// What the grid company calls it, `Dag`; `nil` for the base price.
    public var name: String?
}

/// A price that holds instead of the base price in some hours, on some days, in some months (*unntak*).
public struct PriceException: Sendable, Hashable {
    public var name: String?
    /// `nil` is all of the day.
    public var hours: HourSpan?
    /// The exception holds on a day that is any of these; empty is every day.
    public var days: [DayKind]
    /// 1...12; empty is every month.
    public var months: [Int]
    /// 10⁻⁶ NOK per kWh, without VAT and taxes.
    public var microNOK: Int

    public init(
        name: String? = nil,
        hours: HourSpan? = nil,
        days: [DayKind] = [],
        months: [Int] = [],
        microNOK: Int
    ) {
        self.name = name
        self.hours = hours
        self.days = days
        self.months = months
        self.microNOK = microNOK
    }

    /// - Parameter hour: 0...23 on the local clock.
    public func holds(month: Int, weekday: Weekday, isHoliday: Bool, hour: Int) -> Bool {
        (months.isEmpty || months.contains(month)) && (hours?.contains(hour) ?? true)
            && (days.isEmpty || days.contains { $0.contains(weekday, isHoliday: isHoliday) })
    }
}
