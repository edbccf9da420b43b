import Alerts
import Civil
import Ledger
import Meters
import Testing

/// A kind of rule, and how its trouble comes and goes.
struct Trouble: Sendable, CustomTestStringConvertible {
    var kind: AlertRule.Kind
    /// What is seen at a moment while the trouble is there, or is not.
    var inputs: @Sendable (_ isThere: Bool, _ time: Instant) -> [AlertInput]

    var testDescription: String { kind.name }

    /// All kinds whose trouble comes and goes at any time.
    static let all: [Trouble] = [
        Trouble(kind: .powerAbove(watts: 9_000)) { isThere, time in
            [.event(.power(isThere ? 9_500 : 500, at: time))]
        },
        Trouble(kind: .phaseAbove(fuse: MainFuse(amps: 32, isIT: false))) { isThere, time in
            [.phases(at: time, mA: PhaseValues(l1: 4_000, l2: isThere ? 30_000 : 5_000, l3: 0))]
        },
        Trouble(kind: .voltageOutside()) { isThere, time in
            [.phases(at: time, mV: PhaseValues(l1: 230_000, l2: 231_000, l3: isThere ? 200_000 : 229_000))]
        },
        Trouble(kind: .meterSilent) { isThere, time in
            [.tick(time, AlertFacts())] + (isThere ? [] : [.event(.power(500, at: time))])
        },
        // The trouble is one list that is missing, seen in the closed hour; each moment belongs to another one.
        Trouble(kind: .hourListOverdue(hours: 1)) { isThere, time in
            let start = time.adding(seconds: -3_600)
            let quality: HourQuality = isThere ? .integrated : .measured
            return [
                .event(
                    .closed(
                        Hour(start: start, importWh: 1, exportWh: 0, quality: quality, seenSeconds: 3_600)
                    )
                ),
                .tick(time, AlertFacts()),
            ]
        },
        Trouble(kind: .clockDrift()) { isThere, time in
            [.tick(time, AlertFacts(meterClockErrorMilliseconds: isThere ? 3_600_000 + 200_000 : -1_000))]
        },
        Trouble(kind: .brokerAway) { isThere, time in
            [.tick(time, AlertFacts(isBrokerConnected: !isThere))]
        },
        Trouble(kind: .diskLow()) { isThere, time in
            let free: Int64 = isThere ? 100_000_000 : 900_000_000
            return [.tick(time, AlertFacts(diskFreeBytes: free, isHistoryFailing: false))]
        },
    ]

    /// It is not there at first: a phase shows that it is connected, a meter that it sends lists.
    func calm(at time: Instant) -> [AlertInput] { inputs(false, time) }

    /// It is there, or not, every ten seconds from one second to another.
    func lasts(_ isThere: Bool, from start: Int64, to end: Int64, since zero: Instant = four) -> [AlertInput]
    {
        stride(from: start, through: end, by: 10).flatMap { inputs(isThere, zero.adding(seconds: $0)) }
    }
}
