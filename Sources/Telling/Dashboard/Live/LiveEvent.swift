import Civil
import Ledger
import Meters
import Telling

/// What a listener is told: one event of a ledger, and whose.
struct LiveEvent: Sendable {
    var kind: Kind
    var content: LedgerEvent
    /// `nil` while the meter has not said who it is.
    var meterID: String?
    /// False for a meter that has never said what is fed in.
    var sendsExport: Bool
    /// How far the day has come, which the month's energy is told with.
    var day: DayStatus?

    /// The event's name in the stream.
    enum Kind: String, Sendable {
        case live
        case hour
        case day
        case month
        case closed
    }

    /// - Returns: `nil` for what is not told.
    init?(_ event: LedgerEvent, of meter: MeterState) {
        switch event {
        case .live: kind = .live
        case .hour: kind = .hour
        case .day: kind = .day
        case .month: kind = .month
        case .closed: kind = .closed
        case .meter, .detail, .notice: return nil
        }
        content = event
        meterID = meter.now.identity?.id
        sendsExport = meter.now.sendsExport
        day = meter.now.day
    }

    /// Whether the next of its kind says all that this one does.
    var isMomentary: Bool { kind == .live || kind == .hour }

    /// The last state of a meter, as events.
    static func all(of meter: MeterState) -> [LiveEvent] {
        let now = meter.now
        let events: [LedgerEvent?] = [
            now.live.map { .live($0) }, now.hour.map { .hour($0) }, now.day.map { .day($0) },
            now.month.map { .month($0) }, now.closed.map { .closed($0) },
        ]
        return events.compactMap { $0.flatMap { LiveEvent($0, of: meter) } }
    }
}
