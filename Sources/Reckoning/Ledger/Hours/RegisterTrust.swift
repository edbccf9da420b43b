/// Confidence in a meter's registers, by how they go with its power.
///
/// An hour in which they do not is suspect. When they differ hour after hour it is the meter: one whose transformers are counted
/// in one and not in the other, say. Then the register is the truth as always, and this is said once.
struct RegisterTrust: Sendable, Codable, Equatable {
    /// Suspect hours in a row.
    private var contrary = 0
    /// True after a suspect hour, until one that was seen whole is in order: what the counters kept back may be in any between.
    /// `nil` in a state written before this was kept.
    private var isOpen: Bool?
    /// Energy by power since the counters moved last.
    private var still = PowerIntegral()
    /// True once it was said that the counters stand still, until they move.
    private var saidStill = false

    /// From this many hours in a row on, it is the meter's way and no fault.
    static let contraryToAccept = 6

    /// Judges an hour between two registers.
    ///
    /// - Returns: the hour, no longer suspect when all of the last ones were.
    mutating func judge(_ closed: ClosedHour, _ notices: inout [LedgerNotice]) -> ClosedHour {
        var closed = closed
        if isOpen == true, !closed.wasSeenWhole, closed.hour.quality.isCertain {
            closed.hour.isSuspect = true
        }
        isOpen = closed.hour.isSuspect || (isOpen == true && !closed.wasSeenWhole)
        let isMeasured = closed.hour.quality == .measured
        guard closed.hour.isSuspect else {
            if isMeasured { contrary = 0 }
            return closed
        }
        if isMeasured { contrary = min(contrary + 1, Self.contraryToAccept + 1) }
        if isMeasured, contrary == Self.contraryToAccept {
            notices.append(.powerAndRegisterDiffer(at: closed.hour.start))
        }
        closed.hour.isSuspect = contrary < Self.contraryToAccept
        return closed
    }

    // MARK: - Counters that stand still

    /// Whether the counters stand still though power flows: they are no reading then, and their hour waits for the next.
    ///
    /// - Parameter open: power since the last register that counted.
    func isFrozen(_ next: RegisterReading, after previous: RegisterReading, open: PowerIntegral) -> Bool {
        guard next.counters == previous.counters else { return false }
        var sum = still
        sum.add(open)
        // A meter that has never counted what is fed in may have no counter for it.
        let exportWh = next.counters.exportWh > 0 ? sum.energy.exportWh : 0
        return max(sum.energy.importWh, exportWh) > HourShape.allowedWh
    }

    /// Notes that the counters stand still. Since when is not known, so what they keep back may be of any hour before.
    ///
    /// - Returns: true the first time, until they move.
    mutating func beginStill() -> Bool {
        defer { saidStill = true }
        isOpen = true
        return !saidStill
    }

    /// Notes a register that counts.
    mutating func follow(_ next: RegisterReading, after previous: RegisterReading, open: PowerIntegral) {
        if next.counters == previous.counters {
            still.add(open)
        } else {
            still = PowerIntegral()
            saidStill = false
        }
    }
}
