import Foundation
import Ledger
import Meters

// The payloads of `kilovakt/<id>/…`, by their keys. Energy in kWh as exact decimals, times in UTC. What the meter did not
// send is left out.

/// Wh as exact kWh.
func kilo(_ base: Int) -> Decimal { Decimal(base) / 1_000 }

/// Values as JSON bytes: sorted keys, so that equal values are equal bytes.
func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only a number that is none (NaN) cannot be written, and all numbers here are whole or decimals.
    return (try? encoder.encode(value)).map(Array.init) ?? []
}

struct MeterPayload: Encodable {
    var make: String
    var model: String
    var list: String
    var id: String
    var source: String
    var speed: String?

    init(_ meter: MeterIdentity, _ source: MeterSource) {
        make = meter.make.rawValue
        model = meter.model
        list = meter.list
        id = meter.id
        self.source = source.source
        speed = source.speed
    }
}

struct LivePayload: Encodable {
    var time: String
    var power_w: Int?
    var export_w: Int?
    var reactive_import_var: Int?
    var reactive_export_var: Int?
    /// L1, L2, L3; `null` for a phase that the meter does not send.
    var voltage_v: [Decimal?]?
    var current_a: [Decimal?]?
    var import_kwh: Decimal?
    var export_kwh: Decimal?

    init(_ live: LiveValues) {
        let reading = live.reading
        time = live.time.description
        power_w = reading.powerImportW
        export_w = reading.powerExportW
        reactive_import_var = reading.reactiveImportVar
        reactive_export_var = reading.reactiveExportVar
        voltage_v = Self.phases(reading.voltageMV)
        current_a = Self.phases(reading.currentMA)
        import_kwh = live.energyImportWh.map(kilo)
        export_kwh = live.energyExportWh.map(kilo)
    }

    private static func phases(_ values: PhaseValues) -> [Decimal?]? {
        values.isEmpty ? nil : [values.l1, values.l2, values.l3].map { $0.map(kilo) }
    }
}

struct HourPayload: Encodable {
    var start: String
    var time: String
    var used_kwh: Decimal
    var expected_kwh: Decimal
    var low_kwh: Decimal
    var high_kwh: Decimal
    var limit_kwh: Decimal?
    var budget_w: Int
    var budget_kwh: Decimal?
    /// 0…1 in hundredths.
    var step_risk: Decimal
    var free: Bool
    var quality: String

    init(_ hour: HourStatus) {
        start = hour.start.description
        time = hour.time.description
        used_kwh = kilo(hour.usedWh)
        expected_kwh = kilo(hour.expectedWh)
        low_kwh = kilo(hour.lowWh)
        high_kwh = kilo(hour.highWh)
        limit_kwh = hour.limitWh.map(kilo)
        budget_w = hour.budgetW
        budget_kwh = hour.budgetWh.map(kilo)
        step_risk = Decimal(Int((hour.stepRisk * 100).rounded())) / 100
        free = hour.isFree
        quality = hour.quality.rawValue
    }
}

struct ClosedPayload: Encodable {
    var start: String
    var end: String
    var import_kwh: Decimal
    var export_kwh: Decimal
    var quality: String

    init(_ hour: Hour) {
        start = hour.start.description
        end = hour.end.description
        import_kwh = kilo(hour.importWh)
        export_kwh = kilo(hour.exportWh)
        quality = hour.quality.rawValue
    }
}

struct MonthPayload: Encodable {
    var month: String
    var used_kwh: Decimal
    var produced_kwh: Decimal
    /// Those that count, highest first.
    var peaks: [Peak]
    /// Days with an hour that may be higher than its day's maximum, but was not seen whole.
    var uncertain: [Peak]
    var mean_kw: Decimal
    var step: Int
    var step_from_kw: Decimal
    var step_to_kw: Decimal?
    var provisional: Bool

    struct Peak: Encodable {
        var day: String
        var start: String
        var kwh: Decimal
        var quality: String

        init(_ peak: DayPeak) {
            day = peak.day.description
            start = peak.hour.description
            kwh = kilo(peak.importWh)
            quality = peak.quality.rawValue
        }
    }

    init(_ status: MonthStatus) {
        month = status.month.description
        used_kwh = kilo(status.importWh)
        produced_kwh = kilo(status.exportWh)
        peaks = status.counting.map(Peak.init)
        uncertain = status.uncertain.map(Peak.init)
        mean_kw = kilo(status.meanW)
        step = status.step.number
        step_from_kw = kilo(status.step.lowerW)
        step_to_kw = status.step.upperW.map(kilo)
        provisional = status.isProvisional
    }
}
