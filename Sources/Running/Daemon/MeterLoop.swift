package import Ledger
import Meters

/// The way of a meter's bytes: readings, the times they came at, what follows of them.
///
/// The same for a live meter and for a capture; they differ in `Times` alone.
package final class MeterLoop<Times: ArrivalTimes> {
    package let decoder: MeterDecoder
    package private(set) var times: Times
    private var reckoning: Reckoning

    package init(_ decoder: MeterDecoder, times: Times, ledger: Ledger) {
        self.decoder = decoder
        self.times = times
        reckoning = Reckoning(ledger)
    }

    package var ledger: Ledger { reckoning.ledger }

    /// What follows of bytes that came.
    package func read(_ bytes: RawSpan, at arrival: Times.Arrival) -> [LedgerEvent] {
        record(decoder.readings(in: bytes), at: arrival)
    }

    /// What follows of the end of the bytes.
    package func finish(at arrival: Times.Arrival) -> [LedgerEvent] {
        record(decoder.lastReadings(), at: arrival)
    }

    private func record(_ readings: [Reading], at arrival: Times.Arrival) -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for reading in readings {
            // Before anything has said what time it is, a reading belongs to no hour.
            guard let time = times.time(of: reading, at: arrival) else { continue }
            events.append(moving: reckoning.record(reading, at: time))
        }
        return events
    }

    /// What follows of time that passes without bytes.
    package func advance(to arrival: Times.Arrival) -> [LedgerEvent] {
        guard let time = times.time(at: arrival) else { return [] }
        return reckoning.advance(to: time)
    }

    /// What follows of hours that were settled elsewhere.
    func amend(_ past: PastHours) -> [LedgerEvent] { reckoning.amend(past) }

    /// Chooses a bound of capacity for the running month: see `Ledger.choose`.
    func choose(targetW: Int?) -> Bool { reckoning.choose(targetW: targetW) }
}
