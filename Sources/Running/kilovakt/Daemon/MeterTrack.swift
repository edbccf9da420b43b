import Civil
import DLMS
import Foundation
import History
import Ledger
import Logging
import Messaging
import Meters
import Ports
import ServiceLifecycle

/// One meter of the daemon: reads its port, lets the time pass, tells the outputs, and has the history kept.
actor MeterTrack: Service {
    private let source: String
    private let port: Ports.Port
    private let pipeline: Pipeline
    /// `nil` for a capture, which brings its own time.
    private let timed: TimedPipeline?
    private let hostClock: HostClock
    private let outputs: [any LedgerOutput]
    private let tellers: [any ClosedHourTeller]
    /// `nil` where nobody may ask anything.
    private let commands: MeterCommands?
    /// Until when alerts were last said to be paused, and with how many minutes: they are not said anew as they pass.
    private var toldPause: MeterSettings.AlertPause?
    private let history: HistoryWriter
    private let names: MeterNames
    /// Success when the meter's id is its own, the error when another meter has it; `nil` before the meter has said it.
    private var claim: Result<Void, SharedNameError>?
    private let log: Logger
    private let calendar: LocalCalendar
    private var clock: CaptureClock
    private var watch: PortWatch
    private var meter: MeterOnAir
    /// Closed hours that no disk has seen.
    private var unsaved: [Hour] = []
    private var unsavedDetails: [HourDetail] = []
    private var isOver = false
    private var savedAt = Instant(unixMilliseconds: 0)
    /// The last hour that the kept forecast model has learnt from.
    private var savedLearning: Instant?

    /// The running hour is kept once a minute: so much is lost at the most when the power goes.
    private static let saveMilliseconds: Int64 = 60_000

    init(
        source: String,
        port: Ports.Port,
        ledger: Ledger,
        id: String? = nil,
        decipher: Decipher?,
        calendar: LocalCalendar,
        hostClock: HostClock,
        outputs: [any LedgerOutput],
        tellers: [any ClosedHourTeller] = [],
        commands: MeterCommands? = nil,
        history: HistoryWriter,
        names: MeterNames = MeterNames(),
        log: Logger
    ) {
        self.source = source
        self.port = port
        let isFile = if case .file = port.source { true } else { false }
        let isTopic = if case .mqtt = port.source { true } else { false }
        watch = PortWatch(isTopic: isTopic)
        pipeline = Pipeline(
            ledger: ledger,
            decipher: decipher,
            id: id,
            acceptsBareAPDUs: isFile,
            keepsFrames: outputs.contains { $0.wantsFrames }
        )
        timed = isFile ? nil : TimedPipeline(pipeline, calendar: calendar, at: hostClock.read())
        self.hostClock = hostClock
        self.outputs = outputs
        self.tellers = tellers
        self.commands = commands
        self.history = history
        self.names = names
        self.log = log
        self.calendar = calendar
        clock = CaptureClock(local: calendar)
        meter = MeterOnAir(identity: ledger.meter, source: source)
        savedLearning = ledger.forecastModel.learned
    }

    /// Reads until the daemon stops or the source has ended, and has everything kept then.
    func run() async throws {
        if timed?.isProvisional == true {
            log.notice(
                "\(source): the host's clock is not known to be right; hours wait until the time is known"
            )
        }
        let isLive = timed != nil
        await history.watch(source, meter: pipeline.ledger.meter?.id, calendar: calendar) {
            [weak self] past in
            await self?.amend(past)
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await self.read() }
                if isLive { group.addTask { await self.tick() } }
                await group.next()
                group.cancelAll()
            }
        }
        isOver = true
        if case .failure(let error) = claim { throw error }
        pipeline.finish(arrival: { clock.time(of: $0, arrival: nil) }, { take($0) })
        save(at: savedAt)
    }

    /// The meter's number, `nil` before it is known, and what came of its bytes.
    var frames: (id: String?, counts: Pipeline.Counts) { (meter.identity?.id, pipeline.counts) }

    private func read() async {
        for await event in port.events() {
            switch event {
            case .opened(let description): opened(description)
            case .chunk(let chunk): await read(chunk)
            case .lost(let error): log.warning("\(error)")
            case .damaged(let error): log.warning("\(error); passed over")
            case .ended: log.notice("\(source): end of the capture")
            }
            if case .failure = claim { return }
        }
    }

    private func opened(_ description: PortDescription) {
        meter.source = description.source
        meter.speed = description.speed
        watch.opened()
        log.notice("reading \(description.source)\(description.speed.map { " at \($0)" } ?? "")")
    }

    private func read(_ chunk: Chunk) async {
        watch.received(chunk.bytes.count)
        let arrival = chunk.arrivalUnixMilliseconds.map { Instant(unixMilliseconds: $0) }
        let now: Instant
        if let timed {
            let stamp = stamp(arrivedAt: arrival)
            watching(timed) { timed.read(chunk.bytes.span.bytes, at: stamp) { take($0) } }
            now = timed.time(of: stamp)
        } else {
            pipeline.read(
                chunk.bytes.span.bytes,
                arrival: { clock.time(of: $0, arrival: arrival) },
                { take($0) }
            )
            now = arrival ?? clock.last ?? savedAt
        }
        for frame in pipeline.takeFrames() {
            for output in outputs { output.send(frame: frame, from: meter) }
        }
        guard now.milliseconds(since: savedAt) >= Self.saveMilliseconds || !unsaved.isEmpty else { return }
        guard let batch = batch(at: now) else { return }
        // A capture comes as fast as it is taken, and waits for the disk.
        if timed == nil { await history.write(batch) } else { history.keep(batch) }
    }

    /// The moment that bytes came, which is a little before anyone looks at them.
    private func stamp(arrivedAt arrival: Instant?) -> HostStamp {
        let stamp = hostClock.read()
        let age = arrival.map { stamp.wall.milliseconds(since: $0) } ?? 0
        // More than that, and somebody has set the clock in between.
        return (0...1_000).contains(age) ? stamp.earlier(milliseconds: age) : stamp
    }

    private func watching(_ timed: TimedPipeline, _ body: () -> Void) {
        let wasProvisional = timed.isProvisional
        body()
        if wasProvisional, !timed.isProvisional {
            log.notice("\(source): the time is known; the hours since the start are reckoned by it")
        }
    }

    /// Once a second: hours close and silence is noticed even when nothing comes.
    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            pass()
        }
    }

    private func pass() {
        guard let timed else { return }
        let stamp = hostClock.read()
        watching(timed) { timed.advance(to: stamp) { take($0) } }
        let now = timed.time(of: stamp)
        if !unsaved.isEmpty { save(at: now) }
        let clockError = pipeline.ledger.meterClockErrorMilliseconds
        for output in outputs { output.tick(at: now, meter, clockErrorMilliseconds: clockError) }
        switch watch.secondPassed(pipeline.counts, problem: pipeline.lastProblem) {
        case .nothing: break
        case .say(let text): log.warning("\(meter.source): \(text)")
        case .sayAgain(let text): log.notice("\(meter.source): \(text)")
        case .retune: port.retune()
        }
    }

    /// Takes hours that another program put into the history, and tells what changed by them. They are there already: nothing
    /// of them is written again.
    private func amend(_ past: PastHours) {
        let events = pipeline.amend(past)
        guard !events.isEmpty else { return }
        log.notice("hours changed by an import")
        for event in events {
            for output in outputs { output.send(event, from: meter) }
        }
        history.send(entries(of: events.compactMap { if case .closed(let hour) = $0 { hour } else { nil } }))
    }

    // MARK: - What is asked from outside

    /// Does what somebody asks of this meter.
    func obey(_ command: Command, of meterID: String) {
        // One that comes after the last state was kept would be forgotten.
        guard meterID == meter.identity?.id, let commands, !isOver else { return }
        let now = timed.map { $0.time(of: hostClock.read()) } ?? clock.last ?? savedAt
        switch command {
        case .target(let watts):
            guard pipeline.choose(targetW: watts) else { return }
            log.notice("target of this month set to \(watts.map { "\($0) W" } ?? "what is configured")")
            save(at: now)
        case .pauseAlerts, .pauseAlertsUntil:
            let end = command.pauseEnd(from: now, in: calendar)
            commands.pause(end)
            log.notice("alerts \(end.map { "paused until \($0)" } ?? "no longer paused")")
        }
        tellSettings(at: now)
    }

    private func tellSettings(at now: Instant) {
        guard let commands, let identity = meter.identity else { return }
        var settings = MeterSettings(
            targetW: pipeline.ledger.targetW,
            pausedUntil: commands.pausedUntil(),
            at: now
        )
        if let told = toldPause, told.until == settings.alertPause?.until { settings.alertPause = told }
        toldPause = settings.alertPause
        commands.tell(settings, identity)
    }

    private func entries(of hours: [Hour]) -> [OutboxEntry] {
        guard let identity = meter.identity else { return [] }
        return hours.flatMap { hour in tellers.compactMap { $0.entry(of: hour, from: identity) } }
    }

    /// True when no other meter has this one's id; asked once, when the meter has said it.
    private func isOurs() -> Bool {
        if claim == nil, let id = pipeline.nameWithoutNumber {
            do throws(SharedNameError) {
                claim = .success(try names.claim(id, by: source))
            } catch {
                claim = .failure(error)
            }
        }
        if case .failure = claim { return false }
        return true
    }

    private func take(_ event: LedgerEvent) {
        guard isOurs() else { return }
        switch event {
        case .meter(let identity):
            meter.identity = identity
            log.notice(
                "meter \(identity.make.rawValue) \(identity.model), number \(identity.id), list \(identity.list)"
            )
        case .closed(let hour): unsaved.append(hour)
        case .notice(let notice): log.notice("\(notice)")
        case .detail(let detail): unsavedDetails.append(detail)
        case .live, .hour, .month, .day: break
        }
        for output in outputs { output.send(event, from: meter) }
        if case .day(let status) = event { tellSettings(at: status.time) }
    }

    private func save(at now: Instant) {
        if let batch = batch(at: now) { history.keep(batch) }
    }

    /// What is to be kept now; `nil` before the first message and while nobody knows the time. Hours wait for the meter's
    /// number: they are kept under it.
    private func batch(at now: Instant) -> HistoryWriter.Batch? {
        guard pipeline.ledger.state.time != nil, timed?.isProvisional != true else { return nil }
        let model = pipeline.ledger.forecastModel
        let batch = HistoryWriter.Batch(
            source: source,
            meter: meter.identity,
            hours: meter.identity == nil ? [] : unsaved,
            details: meter.identity == nil ? [] : unsavedDetails,
            state: pipeline.ledger.state,
            forecast: model.learned == savedLearning ? nil : model,
            outgoing: entries(of: unsaved)
        )
        savedLearning = model.learned
        if meter.identity != nil {
            unsaved.removeAll(keepingCapacity: true)
            unsavedDetails.removeAll(keepingCapacity: true)
        }
        savedAt = now
        return batch
    }
}

extension Instant {
    /// - Parameter date: read once, at the edge: the ledger has no clock of its own.
    init(_ date: Date) {
        self.init(unixMilliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
