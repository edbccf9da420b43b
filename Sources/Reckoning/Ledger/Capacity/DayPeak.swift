public import Civil

/// A day's highest hour (*døgnmaks*).
public struct DayPeak: Sendable, Hashable, Codable {
    /// The local day, `2026-01-31`.
    public var day: LocalDay
    /// The start of its highest hour.
    public var hour: Instant
    /// What that hour drew, in Wh, which is its mean power in W.
    public var importWh: Int
    public var quality: HourQuality
    /// What it counts for, in per cent: less than 100 only where peaks are weighted by season.
    public var weightPercent: Int

    public init(
        day: LocalDay,
        hour: Instant,
        importWh: Int,
        quality: HourQuality,
        weightPercent: Int = 100
    ) {
        self.day = day
        self.hour = hour
        self.importWh = importWh
        self.quality = quality
        self.weightPercent = weightPercent
    }

    /// What it counts for in hundredths of a Wh: whole numbers, so a mean of them is exact.
    var weighted: Int { importWh * weightPercent }
}

extension DayPeak {
    /// The highest certain hour of each local day, by day; the first of equal ones.
    ///
    /// - Parameter hours: in order.
    public static func ofDays(_ hours: [Hour], in calendar: LocalCalendar) -> [DayPeak] {
        highest(hours.lazy.filter(\.isCertain).map { DayPeak($0, on: calendar.day(of: $0.start)) })
    }

    init(_ hour: Hour, on day: LocalDay) {
        self.init(day: day, hour: hour.start, importWh: hour.importWh, quality: hour.quality)
    }

    /// The highest of each day; the first of equal ones.
    ///
    /// - Parameter peaks: in order.
    static func highest(_ peaks: some Sequence<DayPeak>) -> [DayPeak] {
        var days: [DayPeak] = []
        for peak in peaks {
            if let last = days.last, last.day == peak.day {
                if peak.importWh > last.importWh { days[days.count - 1] = peak }
            } else {
                days.append(peak)
            }
        }
        return days
    }
}

extension Sequence<DayPeak> {
    /// Highest first; of equal ones the earlier.
    func ranked() -> [DayPeak] {
        sorted { ($0.weighted, $1.hour) > ($1.weighted, $0.hour) }
    }
}
