// What a model can show, as far as faults have to know it.
extension SimulatedModel {
    /// The model with its messages in the clear, for what no key changes.
    var plainDevice: any Device { device(by: { _, _, _, plain in plain }) }

    var isTelegram: Bool { rawValue.hasPrefix("p1-") }

    /// Whether each message has the counters, so that there is no hourly list.
    var sendsRegistersAlways: Bool {
        let device = plainDevice
        return (0..<7_200).allSatisfy { slot in
            let kind = device.list(atMillisecondOfHour: Int64(slot) * 500, delaySlot: 0)
            return kind == nil || kind == .hourly
        }
    }

    /// Whether its messages say the number of the meter.
    var saysNumber: Bool {
        switch self {
        case .aidonSweden, .p1Kamstrup, .p1LandisGyr, .p1NES: false
        default: true
        }
    }

    /// Whether the type of its power may say a sign. Kaifa's and others' lists are told by that type, and it has none.
    var hasSignedPower: Bool {
        switch self {
        case .aidon, .aidonSweden, .kamstrup, .kamstrupOnePhase, .kamstrupSweden, .kamstrupSegmented,
            .kamstrupDenmark:
            true
        default: false
        }
    }
}
