import Civil
import Ledger
import Meters
import TestSupport

@testable import Dashboard

/// A home at half past six of a January evening, as the tests know it.
enum Home {
    static let meter = MeterIdentity(
        make: .kamstrup,
        id: "5706567202753025",
        model: "6841131BN243101040",
        list: "Kamstrup_V0001"
    )
    static let time = utc("2026-01-31T17:30:02Z")
    static let start = ContinuousClock.now

    /// A message with everything that a Norwegian meter on a TN net sends.
    static func reading(importW: Int? = 1_247, exportW: Int? = 0) -> Reading {
        var reading = Reading(make: .kamstrup)
        reading.powerImportW = importW
        reading.powerExportW = exportW
        reading.currentMA = PhaseValues(l1: 1_890, l2: 0, l3: 3_700)
        reading.voltageMV = PhaseValues(l1: 230_100, l2: 229_000, l3: 231_500)
        return reading
    }

    static func live(_ reading: Reading = reading()) -> LedgerEvent {
        .live(LiveValues(time: time, reading: reading, energyImportWh: 109_552_250, energyExportWh: 7))
    }

    static let hour = HourStatus(
        start: time.hourStart,
        time: time,
        usedWh: 2_001,
        expectedWh: 4_350,
        lowWh: 4_000,
        highWh: 4_760,
        limitWh: 5_000,
        budgetW: 6_003,
        stepRisk: 0.125,
        isFree: false,
        quality: .measured
    )

    static let day = DayStatus(
        time: time,
        day: LocalDay(year: 2026, month: 1, day: 31),
        importWh: 31_234,
        exportWh: 12,
        monthImportWh: 812_345,
        monthExportWh: 400,
        power: PowerRange(minW: 100, meanW: 1_700, maxW: 6_900)
    )

    static let month = MonthStatus(
        month: LocalMonth(year: 2026, month: 1),
        days: [],
        counting: [6_500, 6_004, 5_990].enumerated().map { index, energy in
            DayPeak(
                day: LocalDay(year: 2026, month: 1, day: 31 - index),
                hour: time.hourStart.adding(seconds: Int64(-index) * 86_400),
                importWh: energy,
                quality: .measured
            )
        },
        uncertain: [],
        meanW: 6_165,
        step: CapacityStep(number: 3, lowerW: 5_000, upperW: 10_000),
        isProvisional: false,
        importWh: 810_344,
        exportWh: 400
    )

    static let closed = Hour(
        start: time.hourStart.adding(seconds: -3_600),
        importWh: 4_352,
        exportWh: 0,
        quality: .measured
    )

    /// All that a ledger says in a minute.
    static let events: [LedgerEvent] = [
        .live(
            LiveValues(time: time, reading: reading(), energyImportWh: 109_552_250, energyExportWh: 7)
        ), .hour(hour), .day(day), .month(month), .closed(closed),
    ]

    /// A store of one meter that has said all that.
    static func store(_ events: [LedgerEvent] = events) -> DashboardStore {
        let store = DashboardStore(meters: 1, start: start)
        for event in events { store.send(event, from: meter, meter: 0, at: start) }
        return store
    }

    static func state(_ events: [LedgerEvent]) -> MeterState {
        var state = MeterState()
        for event in events { _ = state.record(event, at: start) }
        return state
    }
}

/// A clock that a test sets: seconds after the home's start.
func after(_ seconds: Double) -> ContinuousClock.Instant { Home.start.advanced(by: .seconds(seconds)) }
