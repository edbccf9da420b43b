import Civil
import History
import Ledger
import Logging
import Messaging
import Meters
import Ports
import ServiceLifecycle

/// A meter that sends while the daemon runs: its port, the host's clock, and the seconds that pass.
actor LiveMeter: MeterService {
    private let port: Ports.Port
    private let clock: HostClock
    private let loop: MeterLoop<HostTimes>
    private var router: EventRouter
    /// `nil` where commands are not taken.
    private var desk: CommandDesk?
    private let keeping: Keeping
    private var watch: PortWatch
    private var wasGuess: Bool
    private var isOver = false

    /// - Parameter decoder: of the port's bytes.
    init(_ meter: MeterParts, decoder: MeterDecoder, clock: HostClock) {
        port = meter.port
        let isTopic = if case .mqtt = meter.port.source { true } else { false }
        watch = PortWatch(isTopic: isTopic)
        self.clock = clock
        let times = HostTimes(calendar: meter.calendar, ledger: meter.ledger, at: clock.read())
        loop = MeterLoop(decoder, times: times, ledger: meter.ledger)
        wasGuess = times.isGuess
        router = meter.router
        keeping = meter.keeping
        desk = meter.desk
    }

    var frames: (id: String?, counts: MeterDecoder.Counts) {
        (router.meter.identity?.id, loop.decoder.counts)
    }

    /// Reads until the daemon stops, and has everything kept then.
    func run() async throws {
        if wasGuess {
            router.log.notice(
                "\(router.source): the host's clock is not known to be right; hours wait until the time is known"
            )
        }
        await keeping.watch(router.source, of: loop.ledger.meter) { [weak self] in await self?.amend($0) }
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup { group in
                group.addTask { try await self.read() }
                group.addTask { await self.tick() }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
        isOver = true
        send(loop.finish(at: clock.read()))
        save(at: router.unsaved.savedAt)
    }

    private func read() async throws {
        for await event in port.events() {
            switch event {
            case .opened(let port): opened(port)
            case .chunk(let chunk): try read(chunk)
            case .lost(let error): router.log.warning("\(error)")
            case .damaged(let error): router.log.warning("\(error); passed over")
            case .ended: router.log.notice("\(router.source): end of the source")
            }
        }
    }

    private func opened(_ port: PortDescription) {
        watch.opened()
        router.opened(MeterSource(source: port.source, speed: port.speed))
    }

    private func read(_ chunk: Chunk) throws(SharedNameError) {
        watch.received(chunk.bytes.count)
        let stamp = clock.read().arrived(at: chunk.arrival)
        let events = loop.read(chunk.bytes.span.bytes, at: stamp)
        try keeping.claim(loop.decoder.nameWithoutNumber, by: router.source)
        send(events)
        router.send(frames: loop.decoder.takeFrames())
        let now = loop.times.instant(of: stamp)
        if router.unsaved.isDue(at: now) { save(at: now) }
    }

    /// Once a second: hours close and silence is noticed even when nothing comes.
    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            secondPassed()
        }
    }

    private func secondPassed() {
        let stamp = clock.read()
        send(loop.advance(to: stamp))
        let now = loop.times.instant(of: stamp)
        if router.unsaved.hasHours { save(at: now) }
        router.outputs.tick(
            at: now,
            router.meter,
            clockErrorMilliseconds: loop.ledger.meterClockErrorMilliseconds
        )
        switch watch.secondPassed(loop.decoder.counts, problem: loop.decoder.lastProblem) {
        case .nothing: break
        case .say(let text): router.log.warning("\(router.meter.source.source): \(text)")
        case .sayAgain(let text): router.log.notice("\(router.meter.source.source): \(text)")
        case .retune: port.retune()
        }
    }

    private func send(_ events: [LedgerEvent]) {
        if wasGuess, !loop.times.isGuess {
            wasGuess = false
            router.log.notice(
                "\(router.source): the time is known; the hours since the start are reckoned by it"
            )
        }
        router.send(events)
        for case .day(let status) in events { tellSettings(at: status.time) }
    }

    private func amend(_ past: PastHours) {
        keeping.history.send(router.sendAmended(loop.amend(past)))
    }

    /// Hands what is to be kept to the history; nothing while time is a guess.
    private func save(at now: Instant) {
        guard !loop.times.isGuess, let batch = router.batch(of: loop.ledger, at: now) else { return }
        keeping.history.keep(batch)
    }

    // MARK: - Commands

    func obey(_ command: Command, of meterID: String) {
        // A command behind the last batch would be forgotten.
        guard meterID == router.meter.identity?.id, let desk, !isOver else { return }
        let now = loop.times.instant(of: clock.read())
        guard desk.obey(command, on: loop, at: now) else { return }
        save(at: now)
        tellSettings(at: now)
    }

    private func tellSettings(at now: Instant) {
        guard let identity = router.meter.identity else { return }
        desk?.tell(targetW: loop.ledger.targetW, of: identity, at: now)
    }
}
