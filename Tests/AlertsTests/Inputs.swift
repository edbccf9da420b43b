import Alerts
import Civil
import Ledger
import Meters
import Testing

extension AlertInput {
    /// A second has passed, and this is so.
    static func tick(_ seconds: Int64, _ facts: AlertFacts = AlertFacts()) -> AlertInput {
        .tick(four.adding(seconds: seconds), facts)
    }

    static func draws(_ watts: Int?, _ seconds: Int64) -> AlertInput { .event(.power(watts, seconds)) }

    /// A message with currents in mA and voltages in mV.
    static func phases(
        at time: Instant,
        mA currents: PhaseValues = PhaseValues(),
        mV voltages: PhaseValues = PhaseValues(),
        powerW: Int? = nil,
        exportW: Int? = nil
    ) -> AlertInput {
        var reading = Reading(make: .aidon)
        reading.currentMA = currents
        reading.voltageMV = voltages
        reading.powerImportW = powerW
        reading.powerExportW = exportW
        return .event(
            .live(LiveValues(time: time, reading: reading, energyImportWh: nil, energyExportWh: nil))
        )
    }

    static func currents(_ l1: Int?, _ l2: Int?, _ l3: Int?, _ seconds: Int64) -> AlertInput {
        .phases(at: four.adding(seconds: seconds), mA: PhaseValues(l1: l1, l2: l2, l3: l3))
    }

    static func volts(_ l1: Int?, _ l2: Int?, _ l3: Int?, _ seconds: Int64) -> AlertInput {
        let voltages = PhaseValues(l1: l1.map { $0 * 100 }, l2: l2.map { $0 * 100 }, l3: l3.map { $0 * 100 })
        return .phases(at: four.adding(seconds: seconds), mV: voltages)
    }

    static func day(_ wattHours: Int, at time: Instant, in calendar: LocalCalendar) -> AlertInput {
        let day = calendar.day(of: time)
        return .event(
            .day(
                DayStatus(
                    time: time,
                    day: day,
                    importWh: wattHours,
                    exportWh: 0,
                    monthImportWh: wattHours,
                    monthExportWh: 0
                )
            )
        )
    }

    static func closed(_ hour: Int64, _ quality: HourQuality, seen: Int = 3_600) -> AlertInput {
        let start = four.adding(seconds: hour * 3_600)
        return .event(
            .closed(Hour(start: start, importWh: 1_000, exportWh: 0, quality: quality, seenSeconds: seen))
        )
    }
}

extension AlertEngine {
    init(
        _ kind: AlertRule.Kind,
        hold: Int? = nil,
        quiet: String? = nil,
        coolDown: Int? = nil,
        language: Language = .en,
        restoring state: State? = nil
    ) throws {
        let rule = try AlertRule(
            kind,
            holdSeconds: hold,
            quiet: quiet.map { text throws(AlertRuleError) in try QuietHours(parsing: text) },
            coolDownSeconds: coolDown,
            to: ["phone"]
        )
        try self.init([rule], language: language, restoring: state)
    }

    init(_ rules: [AlertRule], language: Language = .en, restoring state: State? = nil) throws {
        guard let oslo else { throw NoZone() }
        let scope = rules.first?.kind.scope ?? .meter
        self.init(
            rules: rules,
            scope: scope,
            calendar: oslo,
            language: language,
            meterName: "Hjemme",
            restoring: state
        )
        meterID = "5706567202753025"
    }

    /// What comes of inputs: `raised +60` for an alert raised 60 s after `four`.
    mutating func story(_ inputs: [AlertInput]) -> [String] {
        inputs.flatMap { consider($0) }.map {
            "\($0.state.rawValue) +\($0.time.milliseconds(since: four) / 1_000)"
        }
    }

    /// As it is after a restart: from what was kept, as text.
    func restarted(_ rules: [AlertRule], language: Language = .en) throws -> AlertEngine {
        try AlertEngine(rules, language: language, restoring: State(json: state.json()))
    }
}

/// Inputs, and what is to come of them.
struct InputStory: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var inputs: [AlertInput]
    var alerts: [String]

    init(_ description: String, _ inputs: [AlertInput], _ alerts: [String]) {
        testDescription = description
        self.inputs = inputs
        self.alerts = alerts
    }
}
