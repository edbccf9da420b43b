import Civil
import Ledger
import Meters

/// The times of a live meter's readings, by the host's clock and, while that may be wrong, by the meter's.
struct HostTimes: ArrivalTimes {
    private var host: HostTime
    private let clock: MeterClock

    /// - Parameter ledger: as an earlier run left it: knows when that was, and the error of the meter's clock.
    init(calendar: LocalCalendar, ledger: Ledger, at stamp: HostStamp) {
        clock = MeterClock(local: calendar)
        host = HostTime(
            at: stamp,
            lastKnown: ledger.state.time,
            meterErrorMilliseconds: ledger.meterClockErrorMilliseconds
        )
    }

    /// True while time is a guess.
    var isGuess: Bool { host.isProvisional }

    mutating func time(of reading: Reading, at stamp: HostStamp) -> ArrivalTime? {
        host.look(at: stamp)
        if let shown = clock.time(of: reading, near: host.time(of: stamp)) {
            host.weigh(meter: shown, at: stamp)
        }
        return known(of: stamp)
    }

    mutating func time(at stamp: HostStamp) -> ArrivalTime? {
        host.look(at: stamp)
        return known(of: stamp)
    }

    /// The time of a moment, as far as it is known.
    func instant(of stamp: HostStamp) -> Instant { host.time(of: stamp) }

    private func known(of stamp: HostStamp) -> ArrivalTime {
        ArrivalTime(
            instant: host.time(of: stamp),
            isGuess: host.isProvisional,
            uptimeMilliseconds: stamp.uptimeMilliseconds,
            meterClockErrorMilliseconds: host.meterErrorMilliseconds
        )
    }
}
