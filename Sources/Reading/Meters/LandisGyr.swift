import DLMS

/// Landis+Gyr: E450, E360 and E570 with object lists (Switzerland), E450 with a list of codes and values (Austria),
/// Embriq lists, P1 telegrams.
///
/// Their object lists name no scaler. Power is in W and var in all of them; the E450 sends energy in Wh and varh,
/// currents in 0.01 A, voltages in V (scs/smartmeter-datacollector, issue 40; arendst/Tasmota, issue 23027). Others
/// send voltages in 0.1 V, and behind current transformers currents in A (scs/smartmeter-datacollector, tests of E360
/// and E570).
enum LandisGyr {
    /// XMX in telegrams of the Netherlands.
    static var facts: MakeFacts {
        var facts = MakeFacts(letters: "LGA LGB LGF LGZ XMX")
        facts.sendsZeroForUnmeasured = true
        return facts
    }

    /// The scales of the Swiss E450's object list.
    static var e450: RegisterScales { RegisterScales(power: 0, energy: 0, voltage: 0, current: -2) }

    /// The scales of a list of codes and values.
    static var codesAndValues: RegisterScales { RegisterScales(power: 0, energy: 0) }

    /// True when an object list is the Swiss E450's: the push setup 0-8:25.9.0 twice, and the meter's number.
    static func isE450(_ message: borrowing DataNotification) throws(DecodingError) -> Bool {
        var cursor = message.values
        guard try cursor.structure() > 2, try cursor.array() > 2 else { return false }
        let pushSetup = OBISCode(0, 8, 25, 9, 0)
        let first = try PushObject(&cursor)
        let second = try PushObject(&cursor)
        let third = try PushObject(&cursor)
        return first.code == pushSetup && second.code == pushSetup && third.code == .meterNumber
    }

    /// The scales of another object list, as its own numbers prove them: voltages are those of the mains, and power
    /// says whether currents are in 0.01 A or, behind transformers, in A. Nothing says then what their energy counts.
    static func scales(_ evidence: ScaleEvidence) -> RegisterScales {
        var scales = RegisterScales(power: 0, energy: 0)
        scales.voltage = evidence.voltageScaler
        guard let voltage = scales.voltage, let share = evidence.apparentPowerShare(voltageScaler: voltage)
        else { return scales }
        switch share {
        case 5...130: scales.current = -2
        case 500...13_000:
            scales.current = 0
            scales.energy = nil
        default: break
        }
        return scales
    }
}
