import Civil
import Meters
import TestSupport

/// A home that has everything go wrong that can, the same way for the same seed.
struct SeededHome {
    /// A message and when it came.
    struct Message {
        var reading: Reading
        var arrival: Instant
    }

    private(set) var messages: [Message] = []
    /// The register at each full hour whose list got through, in order.
    private(set) var lists: [(hour: Instant, wh: Int)] = []

    init(seed: UInt64, hours: Int) {
        var random = SeededRandom(seed)
        var now = utc("2026-03-27T20:17:00Z")
        let end = now.adding(seconds: Int64(hours) * 3_600)
        var wattSeconds = 0
        var watts = 1_000
        var silentUntil = now
        var listDue = now.hourStart.adding(milliseconds: Instant.hourMilliseconds)
        var listArrives = listDue
        var pending: (hour: Instant, wh: Int)?
        var last: Reading?
        while now < end {
            // At the full hour the meter writes its list down; it sends it a little later.
            if now >= listDue {
                pending = (listDue, 1_000_000 + wattSeconds / 36_000 * 10)
                listArrives = listDue.adding(seconds: Int64.random(in: 5...60, using: &random))
                listDue = listDue.adding(milliseconds: Instant.hourMilliseconds)
            }
            if random.once(in: 900) {
                let longest: Int64 = random.once(in: 8) ? 3 * 86_400 : 5_400
                silentUntil = now.adding(seconds: Int64.random(in: 60...longest, using: &random))
            }
            let isHeard = now >= silentUntil && !random.once(in: 40)
            if let due = pending, now >= listArrives {
                pending = nil
                var list = Reading.registers(due.wh, clock: now, power: watts)
                let repeats = random.once(in: 25)
                if repeats, let last { list = last }
                if isHeard, !random.once(in: 12) {
                    messages.append(Message(reading: list, arrival: now))
                    if !repeats || last == nil {
                        lists.append(due)
                        last = list
                    }
                }
            } else if isHeard {
                messages.append(Message(reading: .power(watts), arrival: now))
            }
            if random.once(in: 20) { watts = Int.random(in: 0...9_000, using: &random) }
            wattSeconds += watts * 10
            now = now.adding(seconds: 10)
        }
    }
}
