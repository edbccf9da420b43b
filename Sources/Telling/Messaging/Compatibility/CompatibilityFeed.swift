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
    private var book: PictureBook
    private var stateTime: Instant?

    init(_ plan: CompatibilityPlan, under topics: Topics) {
        self.plan = plan
        let settings = plan.settings
        amsreaderBase = settings.amsreaderBase.map { settings.namesMeter ? "\($0)/\(topics.meter)" : $0 }
        liveMeasurementTopic = settings.publishesLiveMeasurement ? topics[.tibber] : nil
        book = PictureBook(calendar: settings.calendar)
    }

    /// `online`, which the broker keeps; said with everything else that it keeps.
    var retained: [Message] { status("online") }

    /// The last words. A connection has one will, which is our own status: of this one the broker knows nothing when we die without
    /// a word.
    var farewell: [Message] { status("offline") }

    mutating func take(_ event: LedgerEvent, of identity: MeterIdentity) -> [Message] {
        guard let picture = book.take(event, of: identity) else { return [] }
        var messages: [Message] = []
        if let base = amsreaderBase { messages += amsreader(picture, under: base) }
        if let topic = liveMeasurementTopic {
            let payload = ForeignObject(liveMeasurement: picture, calendar: plan.settings.calendar)
            messages.append(message(topic, payload))
        }
        return messages
    }

    private mutating func amsreader(_ picture: MeterPicture, under base: String) -> [Message] {
        var messages = [
            message(base, ForeignObject(classic: picture)),
            message("\(base)/power", ForeignObject(power: picture)),
            message("\(base)/realtime", ForeignObject(realtime: picture)),
        ]
        if let energy = ForeignObject(energy: picture) { messages.append(message("\(base)/energy", energy)) }
        if isStateDue(at: picture.live.time) {
            let state = ForeignObject(state: picture, softwareVersion: plan.softwareVersion)
            messages.append(message("\(base)/state", state))
        }
        return messages
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

    private func message(_ topic: String, _ payload: ForeignObject) -> Message {
        Message(topic: topic, payload: PayloadJSON.bytes(payload), delivery: .live)
    }
}

/// What each meter's feed begins with.
struct CompatibilityPlan: Sendable {
    var settings: Compatibility
    var softwareVersion: String
}
