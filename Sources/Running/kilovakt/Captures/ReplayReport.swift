import Civil
import Foundation
import Ledger
import Meters

/// What `replay --json` prints.
struct ReplayReport: Encodable {
    var frames: Int
    var errors: Int
    var unread: Int
    var meter: Meter?
    var hours: [HourLine]
    /// The daily maxima that count in the last month of the capture, highest first, and the step they make.
    var peaks: [PeakLine]
    var step: StepLine?
    var months: [MonthLine]
    var notices: [String]

    struct Meter: Encodable {
        var make: String
        var id: String
        var model: String
        var list: String

        init(_ meter: MeterIdentity) {
            make = meter.make.rawValue
            id = meter.id
            model = meter.model
            list = meter.list
        }
    }

    struct HourLine: Encodable {
        var start: String
        var import_wh: Int
        var export_wh: Int
        var quality: String
        var peak_w: Int?
        /// Only where it is true: power contradicts the registers.
        var suspect: Bool?

        init(_ hour: Hour) {
            start = hour.start.description
            import_wh = hour.importWh
            export_wh = hour.exportWh
            quality = hour.quality.rawValue
            peak_w = hour.peakW
            suspect = hour.isSuspect ? true : nil
        }
    }

    struct PeakLine: Encodable {
        var day: String
        var start: String
        var import_wh: Int
        var quality: String

        init(_ peak: DayPeak) {
            day = peak.day.description
            start = peak.hour.description
            import_wh = peak.importWh
            quality = peak.quality.rawValue
        }
    }

    struct StepLine: Encodable {
        var number: Int
        var from_kw: Decimal
        var to_kw: Decimal?

        init(_ step: CapacityStep) {
            number = step.number
            from_kw = Decimal(step.lowerW) / 1_000
            to_kw = step.upperW.map { Decimal($0) / 1_000 }
        }
    }

    struct MonthLine: Encodable {
        var month: String
        var import_wh: Int
        var export_wh: Int
        var days: [PeakLine]
        var peaks: [PeakLine]
        var mean_kw: Decimal
        var step: StepLine?
        var provisional: Bool

        init(_ status: MonthStatus) {
            month = status.month.description
            import_wh = status.importWh
            export_wh = status.exportWh
            days = status.days.map(PeakLine.init)
            peaks = status.counting.map(PeakLine.init)
            mean_kw = Decimal(status.meanW) / 1_000
            step = status.step.map(StepLine.init)
            provisional = status.isProvisional
        }
    }
}
