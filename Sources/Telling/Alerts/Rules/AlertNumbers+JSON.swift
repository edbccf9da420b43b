import Civil
import Foundation
import Ledger

extension AlertNumbers: Codable {
    /// The keys of all figures, as alerts' JSON has them.
    static let keys = CodingKeys.allCases.map(\.rawValue)

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case hourStart = "hour_start"
        case usedKWh = "used_kwh"
        case expectedKWh = "expected_kwh"
        case limitKWh = "limit_kwh"
        case budgetW = "budget_w"
        case stepRisk = "step_risk"
        case powerW = "power_w"
        case limitW = "limit_w"
        case phase
        case currentA = "current_a"
        case limitA = "limit_a"
        case fuseA = "fuse_a"
        case voltageV = "voltage_v"
        case lowV = "low_v"
        case highV = "high_v"
        case day
        case lastMessage = "last_message"
        case silentS = "silent_s"
        case hoursMissing = "hours_missing"
        case clockErrorS = "clock_error_s"
        case limitS = "limit_s"
        case freeMB = "free_mb"
        case limitMB = "limit_mb"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        hourStart = try values.decodeIfPresent(ISOTime.self, forKey: .hourStart)?.instant
        usedKWh = try values.decodeIfPresent(Decimal.self, forKey: .usedKWh)
        expectedKWh = try values.decodeIfPresent(Decimal.self, forKey: .expectedKWh)
        limitKWh = try values.decodeIfPresent(Decimal.self, forKey: .limitKWh)
        budgetW = try values.decodeIfPresent(Int.self, forKey: .budgetW)
        stepRisk = try values.decodeIfPresent(Decimal.self, forKey: .stepRisk)
        powerW = try values.decodeIfPresent(Int.self, forKey: .powerW)
        limitW = try values.decodeIfPresent(Int.self, forKey: .limitW)
        phase = try values.decodeIfPresent(String.self, forKey: .phase)
        currentA = try values.decodeIfPresent(Decimal.self, forKey: .currentA)
        limitA = try values.decodeIfPresent(Decimal.self, forKey: .limitA)
        fuseA = try values.decodeIfPresent(Int.self, forKey: .fuseA)
        voltageV = try values.decodeIfPresent(Decimal.self, forKey: .voltageV)
        lowV = try values.decodeIfPresent(Int.self, forKey: .lowV)
        highV = try values.decodeIfPresent(Int.self, forKey: .highV)
        day = try values.decodeIfPresent(String.self, forKey: .day)
        lastMessage = try values.decodeIfPresent(ISOTime.self, forKey: .lastMessage)?.instant
        silentS = try values.decodeIfPresent(Int.self, forKey: .silentS)
        hoursMissing = try values.decodeIfPresent(Int.self, forKey: .hoursMissing)
        clockErrorS = try values.decodeIfPresent(Int.self, forKey: .clockErrorS)
        limitS = try values.decodeIfPresent(Int.self, forKey: .limitS)
        freeMB = try values.decodeIfPresent(Int.self, forKey: .freeMB)
        limitMB = try values.decodeIfPresent(Int.self, forKey: .limitMB)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encodeIfPresent(hourStart.map(ISOTime.init), forKey: .hourStart)
        try values.encodeIfPresent(usedKWh, forKey: .usedKWh)
        try values.encodeIfPresent(expectedKWh, forKey: .expectedKWh)
        try values.encodeIfPresent(limitKWh, forKey: .limitKWh)
        try values.encodeIfPresent(budgetW, forKey: .budgetW)
        try values.encodeIfPresent(stepRisk, forKey: .stepRisk)
        try values.encodeIfPresent(powerW, forKey: .powerW)
        try values.encodeIfPresent(limitW, forKey: .limitW)
        try values.encodeIfPresent(phase, forKey: .phase)
        try values.encodeIfPresent(currentA, forKey: .currentA)
        try values.encodeIfPresent(limitA, forKey: .limitA)
        try values.encodeIfPresent(fuseA, forKey: .fuseA)
        try values.encodeIfPresent(voltageV, forKey: .voltageV)
        try values.encodeIfPresent(lowV, forKey: .lowV)
        try values.encodeIfPresent(highV, forKey: .highV)
        try values.encodeIfPresent(day, forKey: .day)
        try values.encodeIfPresent(lastMessage.map(ISOTime.init), forKey: .lastMessage)
        try values.encodeIfPresent(silentS, forKey: .silentS)
        try values.encodeIfPresent(hoursMissing, forKey: .hoursMissing)
        try values.encodeIfPresent(clockErrorS, forKey: .clockErrorS)
        try values.encodeIfPresent(limitS, forKey: .limitS)
        try values.encodeIfPresent(freeMB, forKey: .freeMB)
        try values.encodeIfPresent(limitMB, forKey: .limitMB)
    }
}
