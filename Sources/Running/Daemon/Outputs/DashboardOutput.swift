import Civil
import Dashboard
import Ledger

/// The dashboard's memory of one meter, as an output of its ledger.
struct DashboardOutput: LedgerOutput {
    let store: DashboardStore
    /// Which of the configured meters it is, counted from 0.
    let meter: Int

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        store.send(event, from: meter.identity, meter: self.meter, at: .now)
    }
}
