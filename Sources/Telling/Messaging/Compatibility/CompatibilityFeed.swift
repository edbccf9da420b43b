import Civil
import Ledger
import Meters
import Telling

/// What is published of one meter for programs that know other topics than ours: events in, messages out.
///
/// Nothing of it is kept by the broker but amsreader's `online`: it comes again with the next message.
struct CompatibilityFeed: Sendable {
    private static let stateMilliseconds: Int64 = 60_000

    private let plan: CompatibilityPlan
    private let amsreaderBase: String?
    private let liveMeasurementTopic: String?
    /// A message whose hour is not reported yet: that follows at once.
    private var pending: LiveValues?
    private var progress = DayProgress()
    private var stateTime: Instant?

    init(_ plan: CompatibilityPlan, under topics: Topics) {
        self.plan = plan
        let settings = plan.settings
        amsreaderBase = settings.amsreaderBase.map { settings.namesMeter ? "\($0)/\(topics.meter)" : $0 }
        liveMeasurementTopic = settings.publishesLiveMeasurement ? topics[.tibber] : nil
    }

    /// `online`, which the broker keeps; said with everything else that it keeps.
    var retained: [Message] { status("online") }

    /// The last words. A connection has one will, which is our own status: of this one the broker knows nothing when we die without
    /// a word.
    var farewell: [Message] { status("offline") }

    /// - Parameters:
    ///   - before: the meter before this event.
    ///   - now: the meter with it.
    mutating func messages(
        after event: LedgerEvent,
        of identity: MeterIdentity,
        before: MeterNow,
        now: MeterNow
    ) -> [Message] {
        switch event {
        case .live(let live):
            let unfinished = pending
            pending = live
            return unfinished.map { messages($0, of: identity, before) } ?? []
        case .hour:
            progress.align(now)
            guard let live = pending else { return [] }
            pending = nil
            return messages(live, of: identity, now)
        case .day:
            progress.align(now)
            return []
        case .month, .meter, .closed, .detail, .notice:
            return []
        }
    }

    private mutating func messages(_ live: LiveValues, of identity: MeterIdentity, _ now: MeterNow)
        -> [Message]
    {
        let calendar = plan.settings.calendar
        let snapshot = MeterSnapshot(live, of: identity, now, progress: &progress, in: calendar)
        var messages: [Message] = []
        if let base = amsreaderBase { messages += amsreader(snapshot, under: base) }
        if let topic = liveMeasurementTopic {
            let payload = ForeignObject(liveMeasurement: snapshot, calendar: calendar)
            messages += message(topic, payload).map { [$0] } ?? []
        }
        return messages
    }

    private mutating func amsreader(_ snapshot: MeterSnapshot, under base: String) -> [Message] {
        var messages: [Message?] = [
            message(base, ForeignObject(classic: snapshot)),
            message("\(base)/power", ForeignObject(power: snapshot)),
            message("\(base)/realtime", ForeignObject(realtime: snapshot)),
        ]
        if let energy = ForeignObject(energy: snapshot) { messages.append(message("\(base)/energy", energy)) }
        if isStateDue(at: snapshot.live.time) {
            let state = ForeignObject(state: snapshot, softwareVersion: plan.softwareVersion)
            messages.append(message("\(base)/state", state))
        }
        return messages.compactMap { $0 }
    }

    /// Each minute of the meter's time.
    private mutating func isStateDue(at time: Instant) -> Bool {
        if let last = stateTime, 0..<Self.stateMilliseconds ~= time.milliseconds(since: last) { return false }
        stateTime = time
        return true
    }

    private func status(_ text: String) -> [Message] {
        amsreaderBase.map { [Message(topic: "\($0)/status", text: text, delivery: .retained)] } ?? []
    }

    private func message(_ topic: String, _ payload: ForeignObject) -> Message? {
        Message(topic: topic, json: payload, delivery: .live)
    }
}

/// What each meter's feed begins with.
struct CompatibilityPlan: Sendable {
    var settings: Compatibility
    var softwareVersion: String
}
