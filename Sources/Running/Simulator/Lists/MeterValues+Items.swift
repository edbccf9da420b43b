import DLMS

/// The registers that the lists share, in the order that they share.
extension MeterValues {
    /// 1.7.0 and 2.7.0.
    ///
    /// - Parameter channel: B of `1-B:C.D.E`.
    func activePowers(channel: UInt8 = 0) -> [ListItem] {
        [
            ListItem(OBISCode(1, channel, 1, 7, 0), powerW, .watt),
            ListItem(OBISCode(1, channel, 2, 7, 0), exportW, .watt),
        ]
    }

    /// 1.7.0 to 4.7.0.
    func powers(channel: UInt8 = 0) -> [ListItem] {
        activePowers(channel: channel) + [
            ListItem(OBISCode(1, channel, 3, 7, 0), reactiveVar, .var),
            ListItem(OBISCode(1, channel, 4, 7, 0), 0, .var),
        ]
    }

    /// 31.7.0, 51.7.0, 71.7.0 in steps of 10^scaler A.
    func currents(channel: UInt8 = 0, scaler: Int) -> [ListItem] {
        currentMA.enumerated().map { phase, value in
            let code = OBISCode(1, channel, 31 + 20 * UInt8(phase), 7, 0)
            return ListItem(code, value / tenToThe(scaler + 3), scaler, .ampere)
        }
    }

    /// 32.7.0, 52.7.0, 72.7.0 in steps of 10^scaler V.
    func voltages(channel: UInt8 = 0, scaler: Int) -> [ListItem] {
        voltageMV.enumerated().map { phase, value in
            let code = OBISCode(1, channel, 32 + 20 * UInt8(phase), 7, 0)
            return ListItem(code, value / tenToThe(scaler + 3), scaler, .volt)
        }
    }

    /// The power of one phase: 21.7.0 to 24.7.0 of L1, 41… of L2, 61… of L3.
    ///
    /// - Parameters:
    ///   - phase: 0, 1, 2.
    ///   - quantities: of 1 active import, 2 active export, 3 reactive import, 4 reactive export.
    func power(ofPhase phase: Int, quantities: [UInt8]) -> [ListItem] {
        quantities.map { quantity in
            let code = OBISCode(1, 0, 20 * UInt8(phase + 1) + quantity, 7, 0)
            return switch quantity {
            case 1: ListItem(code, phasePowerW[phase], .watt)
            case 2: ListItem(code, phaseExportW[phase], .watt)
            case 3: ListItem(code, phaseReactiveVar[phase], .var)
            default: ListItem(code, 0, .var)
            }
        }
    }

    /// 1.8.0 and 2.8.0 in steps of 10^scaler Wh.
    func activeCounters(channel: UInt8 = 0, scaler: Int = 0) -> [ListItem] {
        [
            ListItem(OBISCode(1, channel, 1, 8, 0), energyWh / tenToThe(scaler), scaler, .wattHour),
            ListItem(OBISCode(1, channel, 2, 8, 0), exportWh / tenToThe(scaler), scaler, .wattHour),
        ]
    }

    /// 3.8.0 and 4.8.0 in steps of 10^scaler varh.
    func reactiveCounters(channel: UInt8 = 0, scaler: Int = 0) -> [ListItem] {
        [
            ListItem(OBISCode(1, channel, 3, 8, 0), reactiveWh / tenToThe(scaler), scaler, .varHour),
            ListItem(OBISCode(1, channel, 4, 8, 0), 0, scaler, .varHour),
        ]
    }

    /// 1.8.0 to 4.8.0.
    func counters(channel: UInt8 = 0, scaler: Int = 0) -> [ListItem] {
        activeCounters(channel: channel, scaler: scaler) + reactiveCounters(channel: channel, scaler: scaler)
    }
}
