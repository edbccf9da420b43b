package import Ledger
package import Messaging
package import Meters

/// A receiver of what the ledgers say. It returns at once: what is slow about it is its own business, and a failure in it
/// stops no meter.
package protocol LedgerOutput: Sendable {
    func send(_ event: LedgerEvent, from meter: MeterOnAir)
}

/// A meter, and how it is read.
package struct MeterOnAir: Sendable {
    /// `nil` until the meter has said who it is.
    package var identity: MeterIdentity?
    /// The source as configured, or the device it was found to be.
    package var source: MeterSource
}
