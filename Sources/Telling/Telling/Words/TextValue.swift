package import Civil

/// A value in a text, before it is known how the reader's language writes it.
package enum TextValue: Sendable, Hashable {
    /// A word or a name: the same in every language.
    case word(String)
    /// Another text of the same language.
    case text(LocalizedText)
    case whole(Int)
    /// Energy in Wh, as kWh with so many decimals, 0...2.
    case energy(Int, decimals: Int)
    /// Energy in Wh, as kWh with only the decimals that it has, two at the most: `60 kWh`, `12.5 kWh`.
    case roundEnergy(Int)
    /// Power in W, as kW with one decimal.
    case power(Int)
    /// Current in mA, as A with one decimal.
    case current(Int)
    /// Voltage in mV, as V with one decimal.
    case voltage(Int)
    /// Megabytes of 1,000,000 bytes.
    case megabytes(Int)
    /// A probability of 0...1, as whole per cent.
    case probability(Double)
    /// Whole per cent.
    case percent(Int)
    /// A length of time in s, in the one unit that fits: `90 s`, `5 min`, `3 h`, `4 days`.
    case duration(Int)
    /// A number of hours that are counted one by one: `1 hour`, `3 hours`.
    case hours(Int)
    case day(LocalDay)
    /// A time of day by the local clock: `16:05`.
    case clock(Instant)
    /// From one time of day until another: `16:00–17:00`.
    case span(Instant, Instant)
}
