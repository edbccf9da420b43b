import Civil
import Ledger
import Meters

/// A live meter's pipeline on a host that may not know what time it is.
///
/// While time is a guess, messages are told as they come and hours are not: the readings wait, and once the time is known the
/// ledger takes them anew from where it stood.
final class TimedPipeline {
    let pipeline: Pipeline
    private var time: HostTime
    private let local: LocalCalendar
    /// The ledger as it was before the guess, and what has come since; empty when time is known.
    private var before: Ledger
    private var waiting: [Waiting] = []

    private struct Waiting {
        var reading: Reading
        var stamp: HostStamp
    }

    init(_ pipeline: Pipeline, calendar: LocalCalendar, at stamp: HostStamp) {
        self.pipeline = pipeline
        local = calendar
        before = pipeline.ledger
        time = HostTime(
            at: stamp,
            lastKnown: pipeline.ledger.state.time,
            meterErrorMilliseconds: pipeline.ledger.meterClockErrorMilliseconds
        )
    }

    /// True while time is a guess: what the ledger says of hours is not to be kept.
    var isProvisional: Bool { time.isProvisional }

    /// The time of a moment, as far as it is known.
    func time(of stamp: HostStamp) -> Instant { time.time(of: stamp) }

    /// Takes bytes as they came.
    func read(_ bytes: RawSpan, at stamp: HostStamp, _ send: (LedgerEvent) -> Void) {
        pipeline.read(
            bytes,
            arrival: { reading in arrival(of: reading, stamp, send) },
            { event in pass(event, send) }
        )
    }

    /// Lets time pass without bytes.
    func advance(to stamp: HostStamp, _ send: (LedgerEvent) -> Void) {
        change(at: stamp, send) { $0.look(at: stamp) }
        pipeline.advance(to: time.time(of: stamp)) { pass($0, send) }
    }

    private func arrival(
        of reading: Reading,
        _ stamp: HostStamp,
        _ send: (LedgerEvent) -> Void
    ) -> Instant {
        change(at: stamp, send) { time in
            time.look(at: stamp)
            let clock = MeterClock(local: local)
            guard let meter = clock.time(of: reading, near: time.time(of: stamp)) else { return }
            time.take(meter: meter, at: stamp)
        }
        if isProvisional { waiting.append(Waiting(reading: reading, stamp: stamp)) }
        return time.time(of: stamp)
    }

    /// Looks for the time, and reckons anew when it has become known.
    private func change(at stamp: HostStamp, _ send: (LedgerEvent) -> Void, _ look: (inout HostTime) -> Void)
    {
        let wasProvisional = isProvisional
        look(&time)
        pipeline.learn(meterClockErrorMilliseconds: time.meterErrorMilliseconds)
        guard wasProvisional, !isProvisional else { return }
        let readings = waiting.map { waiting in
            let age = stamp.uptimeMilliseconds - waiting.stamp.uptimeMilliseconds
            return (waiting.reading, time.time(of: stamp).adding(milliseconds: -age))
        }
        waiting = []
        pipeline.relive(from: before, readings) { event in
            switch event {
            // They were told when they came.
            case .live, .hour, .day: break
            default: send(event)
            }
        }
    }

    private func pass(_ event: LedgerEvent, _ send: (LedgerEvent) -> Void) {
        switch event {
        case .live, .hour, .meter: send(event)
        case .closed, .detail, .day, .month, .notice: if !isProvisional { send(event) }
        }
    }
}
