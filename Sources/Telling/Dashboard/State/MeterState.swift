import Civil
import Ledger
import Meters

/// What is known of one meter: the last of everything that its ledger said.
struct MeterState: Sendable {
    /// `nil` until the meter has said who it is.
    var identity: MeterIdentity?
    var live: LiveValues?
    var hour: HourStatus?
    var day: DayStatus?
    var month: MonthStatus?
    var closed: Hour?
    /// Whether the meter has ever sent what is fed in: where it has not, a 0 of that is no measurement.
    private(set) var hasExport = false
    private(set) var power = Dated(PowerNow())
    private(set) var voltageMV = Dated(PhaseValues())
    private(set) var currentMA = Dated(PhaseValues())
    /// When a message came; `nil` before the first.
    private(set) var lastMessage: ContinuousClock.Instant?

    /// A value and when it came.
    struct Dated<Value: Sendable>: Sendable {
        var value: Value
        var at: ContinuousClock.Instant?

        init(_ value: Value) {
            self.value = value
        }

        /// The value, where it came within so long before now.
        func fresh(at now: ContinuousClock.Instant, within age: Duration = MeterState.freshness) -> Value? {
            guard let at, now - at <= age else { return nil }
            return value
        }
    }

    /// What is older is not shown as what is now. A meter sends all its values every ten seconds.
    static let freshness: Duration = .seconds(60)

    mutating func take(_ event: LedgerEvent, at now: ContinuousClock.Instant) {
        switch event {
        case .meter(let identity): begin(identity)
        case .live(let live): take(live, at: now)
        case .hour(let hour): self.hour = hour
        case .day(let day): self.day = day
        case .month(let month): self.month = month
        // An older hour may be told again, when a better value of it is known.
        case .closed(let hour): if hour.start >= closed?.start ?? hour.start { closed = hour }
        case .detail, .notice: break
        }
    }

    /// Another meter on this port has nothing of what the one before said.
    private mutating func begin(_ identity: MeterIdentity) {
        if let known = self.identity, known.id != identity.id { self = MeterState() }
        self.identity = identity
    }

    private mutating func take(_ live: LiveValues, at now: ContinuousClock.Instant) {
        let reading = live.reading
        self.live = live
        lastMessage = now
        if reading.powerExportW != nil || reading.energyExportWh != nil || live.energyExportWh != nil {
            hasExport = true
        }
        if power.value.take(reading) { power.at = now }
        if !reading.voltageMV.isEmpty {
            voltageMV.value = reading.voltageMV
            voltageMV.at = now
        }
        if !reading.currentMA.isEmpty {
            currentMA.value = reading.currentMA
            currentMA.at = now
        }
    }
}
