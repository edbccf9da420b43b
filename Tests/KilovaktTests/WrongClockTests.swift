import Civil
import Ledger
import Meters
import Settings
import Simulator
import TestSupport
import Testing

@testable import Daemon

/// A Pi without a battery clock, from power-on until the network tells the time; nothing of it sleeps.
@Suite("Host clock that is wrong at the start")
struct WrongClockTests {
    /// What a meter's messages make of a host's stamps.
    private struct Boot {
        let loop: MeterLoop<HostTimes>
        private var meter: SimulatedMeter<SetLoad>
        private let start: Instant
        private(set) var events = Events()

        final class Events {
            var closed: [Hour] = []
            var notices: [LedgerNotice] = []
            var live = 0
            var hours: [HourStatus] = []

            func take(_ event: LedgerEvent) {
                switch event {
                case .closed(let hour): closed.append(hour)
                case .notice(let notice): notices.append(notice)
                case .live: live += 1
                case .hour(let status): hours.append(status)
                case .meter, .detail, .day, .month: break
                }
            }
        }

        init(_ model: SimulatedModel, ledger: Ledger? = nil, wall: Instant, truth: Instant) throws {
            start = truth
            meter = try SimulatedMeter(
                model: model,
                load: SetLoad(watts: SetLoad.Atomic(3_000)),
                from: truth,
                calendar: .oslo
            )
            let ledger = ledger ?? Ledger(settings: LedgerSettings(calendar: .oslo))
            loop = Self.loop(ledger, wall: wall)
        }

        /// The same home after a power cut: what was kept, and a meter that went on.
        init(after last: Boot, wall: Instant, truth: Instant) {
            start = truth
            meter = last.meter
            while meter.next().time < truth {}
            let ledger = Ledger(
                settings: LedgerSettings(calendar: .oslo),
                restoring: last.loop.ledger.state,
                hours: last.events.closed
            )
            loop = Self.loop(ledger, wall: wall)
        }

        private static func loop(_ ledger: Ledger, wall: Instant) -> MeterLoop<HostTimes> {
            let stamp = HostStamp(wall: wall, uptimeMilliseconds: 0, isSynchronised: false)
            let times = HostTimes(calendar: .oslo, ledger: ledger, at: stamp)
            return MeterLoop(MeterDecoder(), times: times, ledger: ledger)
        }

        /// Listens until a moment, the host's clock being so far off.
        mutating func listen(until end: Instant, off milliseconds: Int64, synchronised: Bool = false) {
            while true {
                let message = meter.next()
                guard message.time < end else { return }
                let stamp = HostStamp(
                    wall: message.time.adding(milliseconds: milliseconds),
                    uptimeMilliseconds: message.time.milliseconds(since: start),
                    isSynchronised: synchronised
                )
                for event in loop.read(message.bytes.span.bytes, at: stamp) { events.take(event) }
                for event in loop.advance(to: stamp) { events.take(event) }
            }
        }
    }

    @Test(
        "The hour is set right when the clock is: as if it had been right all along",
        arguments: [SimulatedModel.aidon, .kamstrup, .kaifa]
    )
    func setByNetwork(model: SimulatedModel) throws {
        let truth = utc("2026-11-21T10:20:00Z")
        let off = utc("2026-11-20T23:55:00Z").milliseconds(since: truth)
        var boot = try Boot(model, wall: truth.adding(milliseconds: off), truth: truth)
        boot.listen(until: utc("2026-11-21T10:45:00Z"), off: off)
        #expect(boot.events.closed == [], "no hour of a time that never was")
        #expect(boot.events.notices == [])
        #expect(boot.events.live > 100, "messages go on")
        boot.listen(until: utc("2026-11-21T13:01:00Z"), off: 0, synchronised: true)
        #expect(!boot.loop.times.isGuess)

        var right = try Boot(model, wall: truth, truth: truth)
        right.listen(until: utc("2026-11-21T13:01:00Z"), off: 0, synchronised: true)
        #expect(boot.events.closed == right.events.closed)
        #expect(boot.events.notices == right.events.notices)
        #expect(boot.events.closed.map(\.start) == ["10", "11", "12"].map { utc("2026-11-21T\($0):00:00Z") })
        #expect(boot.events.closed.map(\.quality) == [.gap, .measured, .measured])
        let last = try #require(boot.events.hours.last)
        #expect(last.start == utc("2026-11-21T13:00:00Z"))
    }

    @Test(
        "A meter whose clock was learnt tells the time with its first list; without a network nothing is lost"
    )
    func setByMeter() throws {
        let truth = utc("2026-11-21T10:20:00Z")
        var ledger = Ledger(settings: LedgerSettings(calendar: .oslo))
        ledger.meterClockErrorMilliseconds = 0
        let off: Int64 = -400 * 86_400_000
        var boot = try Boot(.aidon, ledger: ledger, wall: truth.adding(milliseconds: off), truth: truth)
        boot.listen(until: utc("2026-11-21T13:01:00Z"), off: off)
        #expect(!boot.loop.times.isGuess)
        #expect(boot.events.closed.map(\.start) == ["10", "11", "12"].map { utc("2026-11-21T\($0):00:00Z") })
        #expect(boot.events.closed.map(\.quality) == [.gap, .measured, .measured])
        #expect(boot.events.closed.dropFirst().allSatisfy { abs($0.importWh - 3_000) <= 10 })
        #expect(boot.events.notices == [])
    }

    @Test("After a power cut the hour goes on from what was kept, whatever the clock shows at first")
    func afterPowerCut() throws {
        let truth = utc("2026-11-21T10:00:00Z")
        var first = try Boot(.aidon, wall: truth, truth: truth)
        first.listen(until: utc("2026-11-21T11:30:00Z"), off: 0, synchronised: true)
        // Back after five minutes, with the clock an hour behind.
        let again = utc("2026-11-21T11:35:00Z")
        var second = Boot(after: first, wall: again.adding(seconds: -3_600), truth: again)
        second.listen(until: utc("2026-11-21T11:40:00Z"), off: -3_600_000)
        second.listen(until: utc("2026-11-21T12:01:00Z"), off: 0, synchronised: true)
        #expect(second.events.closed.map(\.start) == [utc("2026-11-21T11:00:00Z")])
        #expect(second.events.closed.map(\.quality) == [.measured])
        #expect(second.events.notices == [])
    }
}
