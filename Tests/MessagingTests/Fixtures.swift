import Civil
import Foundation
import Ledger
import Meters
import Telling
import TestSupport

@testable import Messaging

/// A Kamstrup in the evening of 31 January 2026, as the tests know it.
enum Example {
    static let meter = MeterIdentity(
        make: .kamstrup,
        id: "5706567202753025",
        model: "6841131BN243101040",
        list: "Kamstrup_V0001"
    )
    static let source = MeterSource(source: "/dev/ttyUSB0", speed: "2400 8E1")
    /// 2026-01-31T17:00:00Z
    static let hourStart = Instant(unixSeconds: 1_769_878_800)
    static let time = hourStart.adding(milliseconds: 1_802_512)

    /// Everything that a Norwegian meter on a TN net sends.
    static var live: LiveValues {
        var reading = Reading(make: .kamstrup)
        reading.powerImportW = 1_247
        reading.powerExportW = 0
        reading.reactiveImportVar = 12
        reading.reactiveExportVar = 0
        reading.currentMA = PhaseValues(l1: 1_890, l2: 0, l3: 3_700)
        reading.voltageMV = PhaseValues(l1: 230_100, l2: 229_000, l3: 231_500)
        return LiveValues(time: time, reading: reading, energyImportWh: 109_552_250, energyExportWh: 7)
    }

    /// List 1: power alone.
    static var powerAlone: LiveValues {
        var reading = Reading(make: .kamstrup)
        reading.powerImportW = 1_250
        return LiveValues(time: time, reading: reading, energyImportWh: nil, energyExportWh: nil)
    }

    static func hour(at time: Instant = time, limitWh: Int? = 5_000, stepRisk: Double = 0.125) -> HourStatus {
        HourStatus(
            start: time.hourStart,
            time: time,
            usedWh: 2_001,
            expectedWh: 4_350,
            lowWh: 4_000,
            highWh: 4_760,
            limitWh: limitWh,
            budgetW: 6_003,
            stepRisk: stepRisk,
            isFree: false,
            quality: .measured
        )
    }

    static func closed(_ number: Int64) -> Hour {
        Hour(
            start: hourStart.adding(seconds: number * 3_600),
            importWh: 4_352,
            exportWh: 0,
            quality: .measured
        )
    }

    static func closedMessage(_ number: Int, id: Int64? = nil) -> QueuedMessage {
        QueuedMessage(
            id: id,
            topic: topics[.closed],
            payload: PayloadJSON.bytes(ClosedPayload(closed(Int64(number)), sendsExport: true)) ?? []
        )
    }

    static let topics = Topics(base: "kilovakt", meterID: meter.id)

    /// The evening of the example's month, with the hour that runs.
    static func day(
        _ day: LocalDay = LocalDay(year: 2026, month: 1, day: 31),
        sendsExport: Bool = false
    ) -> DayStatus {
        DayStatus(
            time: time,
            day: day,
            importWh: 31_415,
            exportWh: sendsExport ? 0 : nil,
            monthImportWh: 814_346,
            monthExportWh: sendsExport ? 0 : nil,
            power: PowerRange(minW: 312, meanW: 1_795, maxW: 6_120),
            exportPower: PowerRange(minW: 0, meanW: 0, maxW: 0)
        )
    }

    static func month(_ month: Int = 1, peaks: Int = 3, upperW: Int? = 10_000) -> MonthStatus {
        let all = [(31, 6_500), (12, 6_004), (3, 5_990)].map { day, energy in
            DayPeak(
                day: LocalDay(year: 2026, month: month, day: day),
                hour: hourStart.adding(seconds: Int64(day - 31) * 86_400),
                importWh: energy,
                quality: .measured
            )
        }
        return MonthStatus(
            month: LocalMonth(year: 2026, month: month),
            days: all,
            counting: Array(all.prefix(peaks)),
            uncertain: [],
            meanW: peaks == 0 ? 0 : 6_165,
            step: CapacityStep(number: 3, lowerW: 5_000, upperW: upperW),
            isProvisional: peaks < 3,
            importWh: 812_345,
            exportWh: 0
        )
    }

    static func settings(port: Int) throws -> MQTTSettings {
        var settings = try MQTTSettings(url: "mqtt://127.0.0.1:\(port)")
        settings.language = .en
        settings.calendar = .oslo
        return settings
    }
}

extension Message {
    var text: String { String(decoding: payload, as: UTF8.self) }

    /// The payload's object.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any]) ?? [:]
    }
}
