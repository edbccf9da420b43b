import Civil
import Ledger
import Tariffs

extension CapacityModel.Method {
    /// For JSON.
    var name: String {
        switch self {
        case .meanOfDailyMaxima: "mean_of_daily_maxima"
        case .monthlyMaximum: "monthly_maximum"
        case .weightedWeeklyPeaks: "weighted_weekly_peaks"
        case .mainFuse: "main_fuse"
        case .unknown: "unknown"
        }
    }
}

extension PeaksReport {
    /// What a reader has to know to take the figures for what they are.
    static func notices(_ month: PeakYear.Month, _ model: CapacityModel, _ price: CapacityPrice?) -> [String]
    {
        hours(month.status, model) + missing(month) + money(month.status, model, price)
    }

    private static func missing(_ month: PeakYear.Month) -> [String] {
        guard month.missingHours > 0, !month.status.days.isEmpty else { return [] }
        let hours = month.missingHours == 1 ? "1 hour" : "\(month.missingHours) hours"
        return ["nothing is known of \(hours) of the month: a peak may be among them"]
    }

    private static func hours(_ status: MonthStatus, _ model: CapacityModel) -> [String] {
        var notices: [String] = []
        if status.days.isEmpty {
            notices.append("no certain hour of \(status.month) is known")
        } else if status.isProvisional {
            if case .weightedWeeklyPeaks = model.method {
                notices.append("provisional: not each week of the twelve months is known")
            } else {
                notices.append("provisional until the third day with hours: the mean may still fall")
            }
        }
        if status.isCloseToLimit {
            notices.append(
                "close to the limit: the grid company's own figures may put the month on its other side"
            )
        }
        if !status.uncertain.isEmpty {
            notices.append(
                "\(status.uncertain.count) uncertain hour\(status.uncertain.count == 1 ? "" : "s") may be higher than the day's "
                    + "maximum: a register or an import will tell"
            )
        }
        if case .weightedWeeklyPeaks = model.method {
            notices.append(
                "season weights are those of Fjellnett's pages of 2023 and 2026; that the twelve months end with the month shown "
                    + "is assumed"
            )
        }
        return notices
    }

    private static func money(_ status: MonthStatus, _ model: CapacityModel, _ price: CapacityPrice?)
        -> [String]
    {
        guard let price else {
            return ["kroner are not known: tariff.file in the configuration names the grid company's tariff"]
        }
        guard price.tariff(in: status.month) != nil else {
            return [
                "kroner are not known: \(price.file.company) has no tariff for \(status.month) in the file; get a newer one"
            ]
        }
        switch model.method {
        case .unknown: return ["only the grid company knows how its step is found, so no step is shown"]
        case .mainFuse where price.mainFuseAmps == nil:
            return ["kroner are not known: they go by the main fuse, main_fuse_amps in the configuration"]
        default: break
        }
        let vat =
            price.county == nil ? ["kroner are without VAT: set home.county, which decides the VAT"] : []
        return vat + age(status.month, price)
    }

    /// Grid companies change their prices at the turn of the year, and a tariff without an end goes on in the file.
    private static func age(_ month: LocalMonth, _ price: CapacityPrice) -> [String] {
        guard let tariff = price.tariff(in: month), tariff.validFrom.year < month.year else { return [] }
        return [
            "kroner are by the tariff from \(tariff.validFrom), the newest for \(month) in the file: \(price.file.company) may "
                + "have changed it since; get a newer file"
        ]
    }
}
