import Civil
import Ledger
import Meters
import Telling

/// One meter for HTTP: the last of everything that it said, and when its values came, so that old ones are not shown as
/// present.
struct MeterState: Sendable {
    private(set) var now = MeterNow()
    private var powerAt: ContinuousClock.Instant?
    private var voltageAt: ContinuousClock.Instant?
    private var currentAt: ContinuousClock.Instant?
    private var phasePowerAt: ContinuousClock.Instant?
    /// The arrival of the last message; `nil` before the first.
    private(set) var lastMessage: ContinuousClock.Instant?

    /// The oldest value that still counts as present. A meter sends all its values every ten seconds.
    static let freshness: Duration = .seconds(60)

    /// Takes what the meter's ledger says.
    ///
    /// - Returns: false for an event that changes nothing here, as with `MeterNow.record`.
    mutating func record(_ event: LedgerEvent, at time: ContinuousClock.Instant) -> Bool {
        if case .meter(let identity) = event, let known = now.identity, known.id != identity.id {
            self = MeterState()
        }
        if case .live(let live) = event { note(live.reading, at: time) }
        return now.record(event)
    }

    private mutating func note(_ reading: Reading, at time: ContinuousClock.Instant) {
        lastMessage = time
        if reading.powerImportW != nil || reading.powerExportW != nil { powerAt = time }
        if !reading.voltageMV.isEmpty { voltageAt = time }
        if !reading.currentMA.isEmpty { currentAt = time }
        if reading.phasePowerW != nil { phasePowerAt = time }
    }

    // MARK: - Values that are not older than a minute

    func power(at time: ContinuousClock.Instant) -> PowerNow? { isFresh(powerAt, at: time) ? now.power : nil }

    /// In mV.
    func voltage(at time: ContinuousClock.Instant) -> PhaseValues? {
        isFresh(voltageAt, at: time) ? now.voltageMV : nil
    }

    /// In mA.
    func current(at time: ContinuousClock.Instant) -> PhaseValues? {
        isFresh(currentAt, at: time) ? now.currentMA : nil
    }

    /// In W.
    func phasePower(at time: ContinuousClock.Instant) -> PhaseValues? {
        isFresh(phasePowerAt, at: time) ? now.phasePowerW : nil
    }

    private func isFresh(_ arrival: ContinuousClock.Instant?, at time: ContinuousClock.Instant) -> Bool {
        arrival.map { time - $0 <= Self.freshness } ?? false
    }
}
