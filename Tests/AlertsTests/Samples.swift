import Alerts
import Civil
import Foundation
import Ledger
import Meters
import Testing

/// 2026-01-15T15:00:00Z, that is 16:00 in Oslo: the start of the hour that most of these tests are in.
let four = Instant(unixSeconds: 1_768_489_200)

let oslo = LocalCalendar(identifier: "Europe/Oslo")

extension Instant {
    /// Reads `2026-01-15T15:00:00Z`.
    init(utc text: String) throws {
        let date = try Date.ISO8601FormatStyle().parse(text)
        self.init(unixSeconds: Int64(date.timeIntervalSince1970))
    }
}

extension LedgerEvent {
    static func power(_ watts: Int?, at time: Instant) -> LedgerEvent {
        var reading = Reading(make: .kamstrup)
        reading.powerImportW = watts
        return .live(LiveValues(time: time, reading: reading, energyImportWh: nil, energyExportWh: nil))
    }

    /// Power so many seconds after `four`.
    static func power(_ watts: Int?, _ seconds: Int64) -> LedgerEvent {
        .power(watts, at: four.adding(seconds: seconds))
    }

    /// The hour's state so many seconds after `four`.
    static func risk(
        _ risk: Double,
        _ seconds: Int64,
        usedWh: Int = 2_000,
        limitWh: Int? = 5_000,
        isFree: Bool = false
    ) -> LedgerEvent {
        .risk(risk, at: four.adding(seconds: seconds), usedWh: usedWh, limitWh: limitWh, isFree: isFree)
    }

    static func closed(_ start: Instant, importWh: Int, _ quality: HourQuality = .measured) -> LedgerEvent {
        .closed(Hour(start: start, importWh: importWh, exportWh: 0, quality: quality))
    }

    /// The hour of `time`, with a limit of 5 kWh unless told otherwise.
    static func risk(
        _ risk: Double,
        at time: Instant,
        usedWh: Int = 2_000,
        limitWh: Int? = 5_000,
        isFree: Bool = false
    ) -> LedgerEvent {
        .hour(
            HourStatus(
                start: time.hourStart,
                time: time,
                usedWh: usedWh,
                expectedWh: 5_625,
                lowWh: 4_900,
                highWh: 6_100,
                limitWh: limitWh,
                budgetW: 4_000,
                stepRisk: risk,
                isFree: isFree,
                quality: .measured
            )
        )
    }

    static let identity = LedgerEvent.meter(
        MeterIdentity(
            make: .kamstrup,
            id: "5706567202753025",
            model: "6841131BN243101040",
            list: "Kamstrup_V0001"
        )
    )
}

extension AlertEngine {
    init(_ rules: AlertRule...) throws {
        guard let oslo else { throw NoZone() }
        self.init(rules: rules, calendar: oslo, language: .en, meterName: "Hjemme")
        _ = consider(.identity)
    }

    /// What comes of events: `raised +60` for an alert raised 60 s after `four`.
    mutating func story(_ events: [LedgerEvent]) -> [String] {
        events.flatMap { consider($0) }.map {
            "\($0.state.rawValue) +\($0.time.milliseconds(since: four) / 1_000)"
        }
    }
}

/// Events, and what is to come of them.
struct Story: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var events: [LedgerEvent]
    var alerts: [String]

    init(_ description: String, _ events: [LedgerEvent], _ alerts: [String]) {
        testDescription = description
        self.events = events
        self.alerts = alerts
    }
}

struct NoZone: Error {}

/// An alert with only what delivery looks at.
func alert(_ key: String, _ state: Alert.State = .raised, at time: Instant = four) -> Alert {
    Alert(
        rule: "power_above",
        name: "power_above",
        state: state,
        severity: .warning,
        time: time,
        meter: "5706567202753025",
        meterName: "Hjemme",
        key: key,
        title: "Power is above 9.0 kW",
        text: "Power is 9.8 kW now."
    )
}
