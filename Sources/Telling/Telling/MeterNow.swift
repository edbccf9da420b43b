import Civil
package import Ledger
package import Meters

/// The last of everything that one meter said: MQTT, the topics of other programs, the live stream, `/data.json`, `/metrics`
/// and the demo's screen read it here, so that all of them say the same.
package struct MeterNow: Sendable {
    /// `nil` until the meter has sent its number.
    package private(set) var identity: MeterIdentity?
    package private(set) var live: LiveValues?
    package private(set) var hour: HourStatus?
    package private(set) var day: DayStatus?
    package private(set) var month: MonthStatus?
    package private(set) var closed: Hour?
    package private(set) var power = PowerNow()
    /// Voltages, currents and powers of the last message that had any, in mV, mA and W. A power is negative while more is
    /// fed in through that phase than drawn.
    package private(set) var voltageMV = PhaseValues()
    package private(set) var currentMA = PhaseValues()
    package private(set) var phasePowerW = PhaseValues()
    /// The registers as the meter last sent them, in Wh.
    package private(set) var registerImportWh: Int?
    package private(set) var registerExportWh: Int?

    package init(identity: MeterIdentity? = nil) {
        self.identity = identity
    }

    /// True once the meter has said what is fed in; the ledger decides it. Where it is false, an export of 0 is not a
    /// measurement.
    package var sendsExport: Bool { live?.sendsExport ?? (day?.monthExportWh != nil) }

    /// Takes what the meter's ledger says.
    ///
    /// - Returns: false for an event that changes nothing here: a late list may mend an hour of last month, and the running
    ///   month stays.
    package mutating func record(_ event: LedgerEvent) -> Bool {
        switch event {
        case .meter(let identity): begin(identity)
        case .live(let live): record(live)
        case .hour(let hour): self.hour = hour
        case .day(let day): self.day = day
        case .month(let month):
            if let current = self.month, month.month < current.month { return false }
            self.month = month
        case .closed(let hour):
            // A better value of an older hour is news, but that hour is not the last one.
            if closed.map({ $0.start <= hour.start }) ?? true { closed = hour }
        case .detail, .notice: return false
        }
        return true
    }

    /// Another meter on the same port has nothing of what the one before said.
    private mutating func begin(_ identity: MeterIdentity) {
        if let known = self.identity, known.id != identity.id { self = MeterNow() }
        self.identity = identity
    }

    private mutating func record(_ live: LiveValues) {
        let reading = live.reading
        self.live = live
        _ = power.record(reading)
        if !reading.voltageMV.isEmpty { voltageMV = reading.voltageMV }
        if !reading.currentMA.isEmpty { currentMA = reading.currentMA }
        if let phases = reading.phasePowerW { phasePowerW = phases }
        registerImportWh = reading.energyImportWh ?? registerImportWh
        registerExportWh = reading.energyExportWh ?? registerExportWh
    }
}

extension Reading {
    /// Power of L1, L2 and L3 in W, drawn less fed in; `nil` where the message has no power of a phase.
    package var phasePowerW: PhaseValues? {
        let (drawn, fed) = (phaseImportW, phaseExportW)
        guard !drawn.isEmpty || !fed.isEmpty else { return nil }
        return PhaseValues(
            l1: Self.net(drawn.l1, fed.l1),
            l2: Self.net(drawn.l2, fed.l2),
            l3: Self.net(drawn.l3, fed.l3)
        )
    }

    private static func net(_ drawnW: Int?, _ fedW: Int?) -> Int? {
        guard drawnW != nil || fedW != nil else { return nil }
        let (net, isTooLarge) = (drawnW ?? 0).subtractingReportingOverflow(fedW ?? 0)
        return isTooLarge ? nil : net
    }
}
