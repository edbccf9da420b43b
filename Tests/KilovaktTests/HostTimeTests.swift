import Civil
import TestSupport
import Testing

@testable import Daemon

@Suite("What time it is on a host that may not know")
struct HostTimeTests {
    /// The host's clock shows a day in March; it is noon in November.
    static let wrong = utc("2026-03-01T08:00:00Z")
    static let right = utc("2026-11-21T12:00:00Z")

    private func stamp(_ uptimeSeconds: Int64, from base: Instant = wrong, synchronised: Bool = false)
        -> HostStamp
    {
        HostStamp(
            wall: base.adding(seconds: uptimeSeconds),
            uptimeMilliseconds: uptimeSeconds * 1_000,
            isSynchronised: synchronised
        )
    }

    @Test("A synchronised clock is believed from the start")
    func synchronised() {
        let time = HostTime(at: stamp(5, synchronised: true), lastKnown: nil, meterErrorMilliseconds: nil)
        #expect(!time.isProvisional)
        #expect(time.time(of: stamp(7, synchronised: true)) == Self.wrong.adding(seconds: 7))
    }

    @Test("Until somebody knows, time goes on from the later of the host's clock and what was known last")
    func guess() {
        let known = utc("2026-11-21T11:55:00Z")
        let time = HostTime(at: stamp(5), lastKnown: known, meterErrorMilliseconds: nil)
        #expect(time.isProvisional)
        #expect(time.time(of: stamp(65)) == known.adding(seconds: 60))
        let early = HostTime(
            at: stamp(5),
            lastKnown: utc("2026-01-01T00:00:00Z"),
            meterErrorMilliseconds: nil
        )
        #expect(early.time(of: stamp(65)) == Self.wrong.adding(seconds: 65))
    }

    @Test("A clock that is set is believed, whether or not the kernel says so", arguments: [true, false])
    func set(synchronised: Bool) {
        var time = HostTime(at: stamp(5), lastKnown: nil, meterErrorMilliseconds: nil)
        time.look(at: stamp(60))
        #expect(time.isProvisional)
        let set = stamp(90, from: Self.right, synchronised: synchronised)
        time.look(at: set)
        #expect(!time.isProvisional)
        #expect(time.time(of: set) == Self.right.adding(seconds: 90))
    }

    @Test(
        "The meter's clock is truth where it was learnt, a better guess where it was not, and nothing where it was never set"
    )
    func meter() {
        var fresh = HostTime(at: stamp(5), lastKnown: nil, meterErrorMilliseconds: nil)
        fresh.weigh(meter: Self.right, at: stamp(10))
        #expect(fresh.isProvisional)
        #expect(fresh.time(of: stamp(20)) == Self.right.adding(seconds: 10))
        var learnt = HostTime(at: stamp(5), lastKnown: nil, meterErrorMilliseconds: 90_000)
        learnt.weigh(meter: Self.right, at: stamp(10))
        #expect(!learnt.isProvisional)
        #expect(learnt.time(of: stamp(20)) == Self.right.adding(seconds: -80))
        // The network comes, and with it the exact time.
        learnt.look(at: stamp(30, from: Self.right, synchronised: true))
        #expect(
            learnt.time(of: stamp(40, from: Self.right, synchronised: true)) == Self.right.adding(seconds: 40)
        )
        var reset = HostTime(at: stamp(5), lastKnown: nil, meterErrorMilliseconds: 0)
        reset.weigh(meter: utc("2000-01-01T00:03:00Z"), at: stamp(10))
        #expect(reset.isProvisional)
        var old = HostTime(at: stamp(5), lastKnown: Self.right, meterErrorMilliseconds: 0)
        old.weigh(meter: Self.right.adding(seconds: -90_000), at: stamp(10))
        #expect(old.isProvisional)
    }

    @Test(
        "A host's clock that agrees with the meter's is right, and nobody else is asked",
        arguments: [0, -50, 55]
    )
    func agreement(seconds: Int64) {
        var time = HostTime(at: stamp(5), lastKnown: nil, meterErrorMilliseconds: nil)
        time.weigh(meter: Self.wrong.adding(seconds: 10 + seconds), at: stamp(10))
        #expect(!time.isProvisional)
        #expect(time.time(of: stamp(20)) == Self.wrong.adding(seconds: 20))
    }

    @Test("With nobody to ask, the guess is the truth after three hours")
    func givesUp() {
        var time = HostTime(at: stamp(5), lastKnown: nil, meterErrorMilliseconds: nil)
        time.look(at: stamp(3 * 3_600))
        #expect(time.isProvisional)
        time.look(at: stamp(3 * 3_600 + 6))
        #expect(!time.isProvisional)
    }

    @Test(
        "While the host's clock is right it tells how far off the meter's is; a second of delay changes nothing"
    )
    func learns() {
        var time = HostTime(at: stamp(0, synchronised: true), lastKnown: nil, meterErrorMilliseconds: nil)
        time.weigh(meter: Self.wrong.adding(seconds: 130), at: stamp(10, synchronised: true))
        #expect(time.meterErrorMilliseconds == 120_000)
        time.weigh(meter: Self.wrong.adding(seconds: 3_729), at: stamp(3_610, synchronised: true))
        #expect(time.meterErrorMilliseconds == 120_000)
        time.weigh(meter: Self.wrong.adding(seconds: 7_200), at: stamp(7_210, synchronised: true))
        #expect(time.meterErrorMilliseconds == -10_000)
    }
}
