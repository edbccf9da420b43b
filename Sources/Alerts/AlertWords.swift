import Foundation
import Ledger

/// What alerts say.
struct AlertWords: Sendable {
    let calendar: LocalCalendar

    // MARK: - hour_forecast

    func hourForecastTitle(_ hour: HourStatus) -> String {
        hour.usedWh >= hour.limitWh ?? .max ? "The hour has passed its limit" : "The hour will pass its limit"
    }

    func hourForecastText(_ hour: HourStatus) -> String {
        let limit = hour.limitWh.map { "\(kilowattHours($0)) kWh" } ?? "none"
        return "Hour \(span(hour.start)): \(kilowattHours(hour.usedWh)) kWh used, "
            + "\(kilowattHours(hour.expectedWh)) kWh expected, limit \(limit)."
    }

    /// What to turn off so that the rest of the hour keeps to the budget.
    func hourForecastAdvice(_ hour: HourStatus) -> String? {
        let until = calendar.dateTime(of: hour.end).clockText
        guard let limitWh = hour.limitWh, hour.usedWh < limitWh else {
            return "This hour counts as it is; there is nothing to save before \(until)."
        }
        let seconds = max(1, hour.remainingSeconds)
        let powerW = (hour.expectedWh - hour.usedWh) * 3_600 / seconds
        let excessW = powerW - hour.budgetW
        guard excessW > 0 else { return nil }
        return "Turn off \(kilowatts(excessW)) kW until \(until)."
    }

    func hourForecastCleared(_ hour: HourStatus) -> String {
        "Hour \(span(hour.start)): \(kilowattHours(hour.expectedWh)) kWh expected now, below the limit again."
    }

    func hourEnded(_ start: Instant, limitWh: Int?) -> String {
        "Hour \(span(start)) is over\(limitWh.map { "; its limit was \(kilowattHours($0)) kWh" } ?? "")."
    }

    // MARK: - power_above

    func powerAboveText(_ powerW: Int, limitW: Int, heldSeconds: Int) -> String {
        let held = heldSeconds > 0 ? " for \(heldSeconds) s" : ""
        return "Power is \(powerW) W, above \(limitW) W\(held)."
    }

    func powerAboveCleared(_ powerW: Int, limitW: Int) -> String {
        "Power is \(powerW) W, below \(limitW) W again."
    }

    // MARK: - Numbers

    /// `16–17`, local.
    private func span(_ start: Instant) -> String {
        let hour = calendar.dateTime(of: start).hour
        let end = calendar.dateTime(of: start.adding(milliseconds: Instant.hourMilliseconds)).hour
        return "\(two(hour))–\(two(end))"
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func kilowattHours(_ wattHours: Int) -> String {
        String(format: "%.2f", Double(wattHours) / 1_000)
    }

    /// Rounded up to a tenth: who turns off what is said stays below.
    private func kilowatts(_ watts: Int) -> String { String(format: "%.1f", Double((watts + 99) / 100) / 10) }
}
