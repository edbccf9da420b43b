import Civil
import Foundation
import Ledger
import Settings
import Tariffs

/// What `kilovakt peaks --json` prints, one object a meter. Local times are the start of an hour, as on invoices.
struct PeaksReport: Encodable {
    var meter: String
    var month: String
    var method: String
    var tariff: TariffLine?
    /// The highest certain hour of each day.
    var days: [PeakLine]
    /// Those that count, highest first.
    var peaks: [PeakLine]
    /// Hours higher than their day's certain maximum, of which not all is known.
    var uncertain: [PeakLine]
    var mean_kw: Decimal?
    var step: ReplayReport.StepLine?
    var next_step: ReplayReport.StepLine?
    /// From the mean up to the next step, and down to the step's own lower bound.
    var to_next_step_kw: Decimal?
    var to_step_below_kw: Decimal?
    /// Within 20 W of a bound: the grid company's figures may put the month on its other side.
    var close_to_limit: Bool
    var provisional: Bool
    var month_nok: Decimal?
    var next_step_month_nok: Decimal?
    /// `nil` where prices are without VAT.
    var vat_percent: Int?
    var import_wh: Int
    var export_wh: Int
    /// Hours of the month that have passed and that nothing is known of: a peak may be among them.
    var missing_hours: Int
    /// Twelve months, oldest first; a month without a single hour has neither step nor price.
    var months: [MonthLine]
    var notices: [String]

    struct TariffLine: Encodable {
        var company: String
        var customer: String
        var valid_from: String
        var valid_until: String?
        var sources: [String]
    }

    struct PeakLine: Encodable {
        var day: String
        var start: String
        var start_local: String
        var import_wh: Int
        var quality: String
        var weight_percent: Int?
    }

    struct MonthLine: Encodable {
        var month: String
        var peaks: [PeakLine]
        var mean_kw: Decimal?
        var step: ReplayReport.StepLine?
        var provisional: Bool
        var month_nok: Decimal?
        var import_wh: Int
        var missing_hours: Int
    }

    /// How near to a bound a mean has to be for meter and grid company to differ on its side: readings at the two ends of an
    /// hour differ by some seconds of power.
    static let closeW = 20
}

extension PeaksReport {
    init(meter: String, _ year: PeakYear, _ configuration: Configuration) {
        let calendar = configuration.home.calendar
        let price = CapacityPrice(configuration)
        let last = year.months[year.months.count - 1]
        let status = last.status
        let model = configuration.tariff.capacity.model(in: status.month)
        // Without a single hour there is no step to price.
        let isKnown = !status.days.isEmpty
        let monthly = isKnown ? price?.monthly(status) : nil
        self.meter = meter
        month = status.month.description
        method = model.method.name
        tariff = price.flatMap { TariffLine($0, in: status.month) }
        days = status.days.map { PeakLine($0, calendar) }
        peaks = status.counting.map { PeakLine($0, calendar) }
        uncertain = status.uncertain.map { PeakLine($0, calendar) }
        mean_kw = status.meanKW
        let known = isKnown ? status.step : nil
        step = known.map(ReplayReport.StepLine.init)
        next_step = known.flatMap { model.steps?.step(after: $0) }.map(ReplayReport.StepLine.init)
        to_next_step_kw = known?.upperW.map { Decimal($0 - status.meanW) / 1_000 }
        to_step_below_kw = known.map { Decimal(status.meanW - $0.lowerW) / 1_000 }
        close_to_limit = status.isCloseToLimit
        provisional = status.isProvisional
        month_nok = monthly.map { Decimal(nokOf: $0.nowMicroNOK) }
        next_step_month_nok = monthly?.nextMicroNOK.map(Decimal.init(nokOf:))
        vat_percent = monthly == nil ? nil : price?.county?.gridVATPercent
        import_wh = status.importWh
        export_wh = status.exportWh
        missing_hours = last.missingHours
        months = year.months.map { MonthLine($0, price, calendar) }
        notices = Self.notices(last, model, price)
    }
}

extension PeaksReport.TariffLine {
    init?(_ price: CapacityPrice, in month: LocalMonth) {
        guard let tariff = price.tariff(in: month) else { return nil }
        company = price.file.company
        customer = price.customer.rawValue
        valid_from = tariff.validFrom.description
        valid_until = tariff.validUntil?.description
        sources = price.file.sources
    }
}

extension PeaksReport.PeakLine {
    init(_ peak: DayPeak, _ calendar: LocalCalendar) {
        let local = calendar.dateTime(of: peak.hour)
        let minutes = abs(local.offsetSeconds) / 60
        let offset = "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
        day = peak.day.description
        start = peak.hour.description
        start_local = "\(local.day)T\(local.clockText):00\(local.offsetSeconds < 0 ? "-" : "+")\(offset)"
        import_wh = peak.importWh
        quality = peak.quality.rawValue
        weight_percent = peak.weightPercent == 100 ? nil : peak.weightPercent
    }
}

extension PeaksReport.MonthLine {
    init(_ line: PeakYear.Month, _ price: CapacityPrice?, _ calendar: LocalCalendar) {
        let status = line.status
        let isKnown = !status.days.isEmpty
        month = status.month.description
        peaks = status.counting.map { PeaksReport.PeakLine($0, calendar) }
        mean_kw = status.meanKW
        step = isKnown ? status.step.map(ReplayReport.StepLine.init) : nil
        provisional = status.isProvisional
        month_nok = isKnown ? price?.monthly(status).map { Decimal(nokOf: $0.nowMicroNOK) } : nil
        import_wh = status.importWh
        missing_hours = line.missingHours
    }
}

extension MonthStatus {
    fileprivate var meanKW: Decimal? { counting.isEmpty ? nil : Decimal(meanW) / 1_000 }

    /// Whether the mean is within 20 W of a bound of its step, on either side.
    var isCloseToLimit: Bool {
        guard let step, !counting.isEmpty else { return false }
        let isNearUpper = step.upperW.map { $0 - meanW <= PeaksReport.closeW } ?? false
        return isNearUpper || (step.lowerW > 0 && meanW - step.lowerW <= PeaksReport.closeW)
    }
}

extension Decimal {
    /// Kroner with two decimals, as a bill shows them.
    fileprivate init(nokOf microNOK: Int) {
        self = Decimal((microNOK + 5_000) / 10_000) / 100
    }
}
