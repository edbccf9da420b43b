public import Civil
import Meters

/// Everything that goes wrong with a meter and its line.
public struct FaultList: Sendable, Hashable {
    public var faults: [Fault]

    public init(_ faults: [Fault] = []) {
        self.faults = faults
    }

    /// Reads a list as the command line has it: `name@time/length=value`, with commas between.
    ///
    ///     silence@2026-01-15T16:20:00Z/90m
    ///     missing-list@+2h/x3,register-jump@+5h=150000
    ///
    /// The time is one of UTC, or `+2h30m` from the start; the length `90m`, or `x3` for three lists.
    ///
    /// - Parameters:
    ///   - start: the simulated meter's first moment.
    ///   - model: which meter: not each can show each fault.
    ///   - hasArrivalTimes: whether what is written says when it came.
    public init(
        _ text: String,
        start: Instant,
        model: SimulatedModel,
        hasArrivalTimes: Bool
    ) throws(FaultError) {
        faults = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let item = String(item.filter { $0 != " " })
            let fault = try Fault(parsing: item, from: start)
            if let reason = model.obstacle(to: fault) ?? obstacle(to: fault, hasArrivalTimes) {
                throw FaultError(item: item, reason: reason)
            }
            faults.append(fault)
        }
        if let signed = faults.first(where: { $0.name == .signedPower }), self[.production].isEmpty {
            throw FaultError(
                item: signed.name.rawValue,
                reason: "shows only where something is fed in; name production beside it"
            )
        }
    }

    private func obstacle(to fault: Fault, _ hasArrivalTimes: Bool) -> String? {
        guard fault.name == .hostClock, !hasArrivalTimes else { return nil }
        return "only a timed capture holds the host's clock; write one with --out FILE"
    }

    /// The faults of a name.
    subscript(name: FaultName) -> [Fault] { faults.filter { $0.name == name } }

    /// The fault of a name that is on now; of several the last.
    func active(_ name: FaultName, at now: Instant) -> Fault? {
        faults.last { $0.name == name && $0.isActive(at: now) }
    }
}

extension SimulatedModel {
    /// Why this model cannot show a fault; `nil` when it can.
    func obstacle(to fault: Fault) -> String? {
        let sendsRegistersAlways = sendsRegistersAlways
        switch fault.name {
        case .repeatedList, .lateList, .missingList, .noList:
            return sendsRegistersAlways
                ? "\(rawValue) has its counters in every message, and no hourly list" : nil
        case .registersAlways:
            if sendsRegistersAlways { return "\(rawValue) has its counters in every message as it is" }
            return self == .iskraemeco ? "\(rawValue) has no power in the list that has its counters" : nil
        case .otherMeter: return obstacle(toNumber: fault.meterNumber)
        case .unsetClock: return isTelegram ? "a telegram's clock is always digits" : nil
        case .signedPower: return hasSignedPower ? nil : "\(rawValue) has no place for the sign of its power"
        case .bitErrors:
            return self == .p1NES
                ? "\(rawValue) has no check sequence: a wrong bit would be a wrong value" : nil
        default: return nil
        }
    }

    private func obstacle(toNumber number: String?) -> String? {
        let own = plainDevice.identity.id
        guard saysNumber else {
            return "\(rawValue) does not send its number: another meter could not be told from it"
        }
        guard let number else { return nil }
        guard number != own else { return "\(own) is this meter's own number" }
        guard number.count == own.count else {
            return "its number has \(own.count) characters, such as \(own)"
        }
        return nil
    }
}
