import Civil
import Ledger
import Meters
import Telling

/// What Prometheus is told of the meters. What a meter never sent, or what is older than a minute, has no sample.
struct MeterMetrics {
    private let meters: [(label: MetricFamily.Label, state: MeterState)]
    private let now: ContinuousClock.Instant

    init(_ meters: [MeterState], at now: ContinuousClock.Instant) {
        self.meters = meters.enumerated().map { index, state in
            (MetricFamily.meterLabel(state.now.identity?.id, at: index), state)
        }
        self.now = now
    }

    var families: [MetricFamily] { about + power + energy + hour + month }

    // MARK: -

    private var about: [MetricFamily] {
        [
            MetricFamily(
                "kilovakt_meter_info",
                .gauge,
                "Always 1; says in its labels what meter it is.",
                meters.compactMap { label, state in
                    state.now.identity.map { identity in
                        MetricFamily.Sample(
                            .whole(1),
                            [
                                label, .init("make", identity.make.rawValue), .init("model", identity.model),
                                .init("list", identity.list),
                            ]
                        )
                    }
                }
            ),
            gauge("last_message_age_seconds", "Time since the meter's last message.") { state in
                state.lastMessage.map { .thousandths(milliseconds($0.duration(to: now))) }
            },
        ]
    }

    private var power: [MetricFamily] {
        [
            gauge("power_import_watts", "Power drawn from the grid.") {
                $0.power(at: now)?.importW.map { .whole($0) }
            },
            gauge("power_export_watts", "Power fed into the grid.") {
                $0.power(at: now)?.exportW.map { .whole($0) }
            },
            phases("voltage_volts", "Voltage of a phase, to neutral in a TN net.") { $0.voltage(at: now) },
            phases("current_amperes", "Current of a phase.") { $0.current(at: now) },
            phases("phase_power_watts", "Power of a phase, negative while it feeds in.", unit: { .whole($0) })
            {
                $0.phasePower(at: now)
            },
        ]
    }

    private var energy: [MetricFamily] {
        [
            counter("import_energy_wh_total", "Energy drawn since the meter was made.") {
                $0.now.live?.energyImportWh.map { .whole($0) }
            },
            counter("export_energy_wh_total", "Energy fed in since the meter was made.") {
                $0.now.live?.energyExportWh.map { .whole($0) }
            },
            gauge("day_import_wh", "Energy drawn on this local day.") {
                $0.now.day.map { .whole($0.importWh) }
            },
            gauge("day_export_wh", "Energy fed in on this local day.") { state in
                state.now.day?.exportWh.map { .whole($0) }
            },
        ]
    }

    private var hour: [MetricFamily] {
        [
            gauge("hour_used_wh", "Energy drawn in the running hour.") {
                $0.now.hour.map { .whole($0.usedWh) }
            },
            gauge("hour_expected_wh", "What the running hour is expected to end at.") {
                $0.now.hour.map { .whole($0.expectedWh) }
            },
            gauge("hour_low_wh", "The hour ends below this with 10 % probability.") {
                $0.now.hour.map { .whole($0.lowWh) }
            },
            gauge("hour_high_wh", "The hour ends above this with 10 % probability.") {
                $0.now.hour.map { .whole($0.highWh) }
            },
            gauge("hour_limit_wh", "What the hour may use before it changes the month's step.") {
                $0.now.hour?.limitWh.map { .whole($0) }
            },
            gauge("hour_budget_watts", "Mean power that the rest of the hour may have.") {
                $0.now.hour.map { .whole($0.budgetW) }
            },
            gauge("hour_step_risk_ratio", "Probability that the hour passes its limit.") {
                $0.now.hour.flatMap { $0.stepRisk.isNaN ? nil : .real($0.stepRisk) }
            },
            gauge("hour_free", "1 when the hour cannot change the step any more.") {
                $0.now.hour.map { .whole($0.isFree ? 1 : 0) }
            },
        ]
    }

    private var month: [MetricFamily] {
        [
            gauge("month_mean_watts", "Mean of the peaks that count this month.") {
                $0.now.month.flatMap { $0.counting.isEmpty ? nil : .whole($0.meanW) }
            },
            gauge("month_step", "The capacity step that the month is on, counted from 1.") {
                $0.now.month?.step.map { .whole($0.number) }
            },
            gauge("month_step_upper_watts", "Where the month's capacity step ends.") {
                $0.now.month?.step?.upperW.map { .whole($0) }
            },
            gauge("month_import_wh", "Energy drawn in this local month.") {
                $0.now.day.map { .whole($0.monthImportWh) }
            },
            gauge("month_export_wh", "Energy fed in in this local month.") { state in
                state.now.day?.monthExportWh.map { .whole($0) }
            },
        ]
    }

    // MARK: -

    private func gauge(_ name: String, _ help: String, _ value: (MeterState) -> MetricFamily.Value?)
        -> MetricFamily
    {
        family(name, .gauge, help, value)
    }

    private func counter(_ name: String, _ help: String, _ value: (MeterState) -> MetricFamily.Value?)
        -> MetricFamily
    {
        family(name, .counter, help, value)
    }

    private func family(
        _ name: String,
        _ kind: MetricFamily.Kind,
        _ help: String,
        _ value: (MeterState) -> MetricFamily.Value?
    ) -> MetricFamily {
        let samples = meters.compactMap { label, state in
            value(state).map { MetricFamily.Sample($0, [label]) }
        }
        return MetricFamily("kilovakt_\(name)", kind, help, samples)
    }

    private func phases(
        _ name: String,
        _ help: String,
        unit: (Int) -> MetricFamily.Value = { .thousandths($0) },
        _ values: (MeterState) -> PhaseValues?
    ) -> MetricFamily {
        let samples = meters.flatMap { label, state -> [MetricFamily.Sample] in
            guard let phases = values(state) else { return [] }
            return [("L1", phases.l1), ("L2", phases.l2), ("L3", phases.l3)].compactMap { phase, value in
                value.map { .init(unit($0), [label, .init("phase", phase)]) }
            }
        }
        return MetricFamily("kilovakt_\(name)", .gauge, help, samples)
    }
}

/// A duration in whole milliseconds; 0 for one that is none.
func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return max(0, Int(clamping: seconds) &* 1_000 &+ Int(attoseconds / 1_000_000_000_000_000))
}
