import Civil
import History
import Ledger
import Logging
import Messaging
import Meters
import Ports
import ServiceLifecycle

/// A capture as a meter of the daemon: brings its own time, comes as fast as it is read, and ends.
actor CaptureMeter: MeterService {
    private let port: Ports.Port
    private let loop: MeterLoop<CaptureTimes>
    private var router: EventRouter
    private let keeping: Keeping
    private var desk: CommandDesk?
    private var isOver = false

    init(_ meter: MeterParts, decoder: MeterDecoder) {
        port = meter.port
        loop = MeterLoop(decoder, times: CaptureTimes(local: meter.calendar), ledger: meter.ledger)
        router = meter.router
        keeping = meter.keeping
        desk = meter.desk
    }

    var frames: (id: String?, counts: MeterDecoder.Counts) {
        (router.meter.identity?.id, loop.decoder.counts)
    }

    /// Reads to the end, or until the daemon stops, and has everything kept then.
    func run() async throws {
        await keeping.watch(router.source, of: loop.ledger.meter) { [weak self] in await self?.amend($0) }
        try await cancelWhenGracefulShutdown { try await self.read() }
        isOver = true
        send(loop.finish(at: nil))
        save(at: router.unsaved.savedAt)
    }

    private func read() async throws {
        for await event in port.events() {
            switch event {
            case .opened(let port): router.opened(MeterSource(source: port.source, speed: port.speed))
            case .chunk(let chunk): try await read(chunk)
            case .lost(let error): router.log.warning("\(error)")
            case .damaged(let error): router.log.warning("\(error); passed over")
            case .ended: router.log.notice("\(router.source): end of the capture")
            }
        }
    }

    private func read(_ chunk: Chunk) async throws(SharedNameError) {
        let events = loop.read(chunk.bytes.span.bytes, at: chunk.arrival)
        try keeping.claim(loop.decoder.nameWithoutNumber, by: router.source)
        send(events)
        router.send(frames: loop.decoder.takeFrames())
        let now = chunk.arrival ?? lastTime
        guard router.unsaved.isDue(at: now), let batch = router.batch(of: loop.ledger, at: now) else {
            return
        }
        await keeping.history.keepAndWait(batch)
    }

    private func amend(_ past: PastHours) {
        keeping.history.send(router.sendAmended(loop.amend(past)))
    }

    private func send(_ events: [LedgerEvent]) {
        router.send(events)
        for case .day(let status) in events { tellSettings(at: status.time) }
    }

    private func save(at now: Instant) {
        if let batch = router.batch(of: loop.ledger, at: now) { keeping.history.keep(batch) }
    }

    /// The time that the capture has come to.
    private var lastTime: Instant { loop.times.last ?? router.unsaved.savedAt }

    // MARK: - Commands

    func obey(_ command: Command, of meterID: String) {
        // A command behind the last batch would be forgotten.
        guard meterID == router.meter.identity?.id, let desk, !isOver,
            desk.obey(command, on: loop, at: lastTime)
        else { return }
        save(at: lastTime)
        tellSettings(at: lastTime)
    }

    private func tellSettings(at now: Instant) {
        guard let identity = router.meter.identity else { return }
        desk?.tell(targetW: loop.ledger.targetW, of: identity, at: now)
    }
}
