import Civil
import History
import Ledger
import Meters

/// Something that wants to know what the ledger says. It returns at once: what is slow about it is its own business, and
/// what fails there stops no meter.
protocol LedgerOutput: Sendable {
    func send(_ event: LedgerEvent, from meter: MeterOnAir)

    /// A second has passed, for those who want to notice silence. Captures have none.
    ///
    /// - Parameter clockErrorMilliseconds: what is known of the meter's clock (`Ledger.meterClockErrorMilliseconds`).
    func tick(at time: Instant, _ meter: MeterOnAir, clockErrorMilliseconds: Int64?)

    /// Whether it also wants the frames themselves, which are copied for nobody else.
    var wantsFrames: Bool { get }

    /// Takes a good frame's bytes, as received, behind what followed from it.
    func send(frame: [UInt8], from meter: MeterOnAir)
}

extension LedgerOutput {
    func tick(at time: Instant, _ meter: MeterOnAir, clockErrorMilliseconds: Int64?) {}
    var wantsFrames: Bool { false }
    func send(frame: [UInt8], from meter: MeterOnAir) {}
}

/// Somebody who is to hear of each closed hour, and keeps what is to be said in the hour's own transaction.
protocol ClosedHourTeller: Sendable {
    /// - Returns: `nil` where there is nothing to say.
    func entry(of hour: Hour, from meter: MeterIdentity) -> OutboxEntry?
}

/// Which meter an event is of, and how it is read.
struct MeterOnAir: Sendable {
    /// `nil` until the meter has said who it is.
    var identity: MeterIdentity?
    /// The source as configured, or the device it was found to be.
    var source: String
    /// `2400 8E1`; `nil` where there is no such thing.
    var speed: String?
}
