import DLMS
import Foundation
import Ledger
import Logging
import Meters
import Ports
import ServiceLifecycle

/// One meter of the daemon: reads its port, lets the time pass, tells the outputs, and has the history kept.
actor MeterTrack: Service {
    private let source: String
    private let port: Ports.Port
    private let pipeline: Pipeline
    private let outputs: [any LedgerOutput]
    private let history: HistoryWriter
    private let log: Logger
    private let calendar: LocalCalendar
    private var clock: CaptureClock
    private var watch = PortWatch()
    private var meter: MeterOnAir
    /// Closed hours that no disk has seen.
    private var unsaved: [Hour] = []
    private var unsavedDetails: [HourDetail] = []
    private var savedAt = Instant(unixMilliseconds: 0)

    /// The running hour is kept once a minute: so much is lost at the most when the power goes.
    private static let saveMilliseconds: Int64 = 60_000

    init(
        source: String,
        port: Ports.Port,
        ledger: Ledger,
        decipher: Decipher?,
        calendar: LocalCalendar,
        outputs: [any LedgerOutput],
        history: HistoryWriter,
        log: Logger
    ) {
        self.source = source
        self.port = port
        let isFile = if case .file = port.source { true } else { false }
        pipeline = Pipeline(ledger: ledger, decipher: decipher, acceptsBareAPDUs: isFile)
        self.outputs = outputs
        self.history = history
        self.log = log
        self.calendar = calendar
        clock = CaptureClock(local: calendar, fixed: nil)
        meter = MeterOnAir(identity: ledger.meter, source: source)
    }

    /// Reads until the daemon stops or the source has ended, and has everything kept then.
    func run() async throws {
        let isFile = if case .file = port.source { true } else { false }
        await history.watch(source, meter: pipeline.ledger.meter?.id, calendar: calendar) {
            [weak self] hours in
            await self?.amend(hours)
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await self.read() }
                // A capture brings its own time.
                if !isFile { group.addTask { await self.tick() } }
                await group.next()
                group.cancelAll()
            }
        }
        pipeline.finish(arrival: { clock.time(of: $0, arrival: nil) }, { take($0) })
        save(at: savedAt)
    }

    private func read() async {
        for await event in port.events() {
            switch event {
            case .opened(let description): opened(description)
            case .chunk(let chunk): read(chunk)
            case .lost(let error): log.warning("\(error)")
            case .damaged(let error): log.warning("\(error); passed over")
            case .ended: log.notice("\(source): end of the capture")
            }
        }
    }

    private func opened(_ description: PortDescription) {
        meter.source = description.source
        meter.speed = description.speed
        watch.opened()
        log.notice("reading \(description.source)\(description.speed.map { " at \($0)" } ?? "")")
    }

    private func read(_ chunk: Chunk) {
        let arrival = chunk.arrivalUnixMilliseconds.map { Instant(unixMilliseconds: $0) }
        watch.received(chunk.bytes.count)
        pipeline.read(
            chunk.bytes.span.bytes,
            arrival: { clock.time(of: $0, arrival: arrival) },
            { take($0) }
        )
        let now = arrival ?? clock.last ?? savedAt
        if now.milliseconds(since: savedAt) >= Self.saveMilliseconds || !unsaved.isEmpty { save(at: now) }
    }

    /// Once a second: hours close and silence is noticed even when nothing comes.
    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            pass(to: Instant(Date()))
        }
    }

    private func pass(to now: Instant) {
        pipeline.advance(to: now) { take($0) }
        if !unsaved.isEmpty { save(at: now) }
        switch watch.secondPassed(pipeline.counts, problem: pipeline.lastProblem) {
        case .nothing: break
        case .say(let text): log.warning("\(meter.source): \(text)")
        case .sayAgain(let text): log.notice("\(meter.source): \(text)")
        case .retune: port.retune()
        }
    }

    /// Takes hours that another program put into the history, and tells what changed by them. They are there already: nothing
    /// of them is written again.
    private func amend(_ hours: [Hour]) {
        let events = pipeline.amend(hours)
        guard !events.isEmpty else { return }
        log.notice("hours changed by an import")
        for event in events {
            for output in outputs { output.send(event, from: meter) }
        }
    }

    private func take(_ event: LedgerEvent) {
        switch event {
        case .meter(let identity):
            meter.identity = identity
            log.notice(
                "meter \(identity.make.rawValue) \(identity.model), number \(identity.id), list \(identity.list)"
            )
        case .closed(let hour): unsaved.append(hour)
        case .notice(let notice): log.notice("\(notice)")
        case .detail(let detail): unsavedDetails.append(detail)
        case .live, .hour, .month: break
        }
        for output in outputs { output.send(event, from: meter) }
    }

    /// Hours wait for the meter's number: they are kept under it.
    private func save(at now: Instant) {
        guard pipeline.ledger.state.time != nil else { return }
        history.keep(
            HistoryWriter.Batch(
                source: source,
                meter: meter.identity,
                hours: meter.identity == nil ? [] : unsaved,
                details: meter.identity == nil ? [] : unsavedDetails,
                state: pipeline.ledger.state
            )
        )
        if meter.identity != nil {
            unsaved.removeAll(keepingCapacity: true)
            unsavedDetails.removeAll(keepingCapacity: true)
        }
        savedAt = now
    }
}

extension Instant {
    /// - Parameter date: read once, at the edge: the ledger has no clock of its own.
    init(_ date: Date) {
        self.init(unixMilliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
