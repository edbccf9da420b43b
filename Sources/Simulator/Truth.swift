import Ledger
import Meters

/// What a message says, register by register, as the makers' documents have it: written down beside the frame and not read
/// from it, so that a decoder can be held against it.
public struct Truth: Sendable {
    /// `1-0:1.7.0` and its value; numbers as exact decimals.
    public var registers: [(code: String, value: TruthValue)]
    /// The clock in the message, as the meter writes it; `nil` in messages without.
    public var clock: String?
}

public enum TruthValue: Sendable, Equatable {
    case text(String)
    /// `thousandths / 1000` of the unit.
    case number(thousandths: Int, unit: String)
}

extension SimulatedMeter {
    /// What this message says.
    public func truth(of message: Message) -> Truth {
        let style = TruthStyle(make.make)
        var truth = Truth(registers: [], clock: clock(of: message))
        if message.kind != .power {
            truth.registers += [
                (style.listCode, .text(make.identity.list)),
                (style.numberCode, .text(make.identity.id)),
                (style.modelCode, .text(make.identity.model)),
            ]
        }
        truth.registers += style.powers(message.values, onlyImport: message.kind == .power)
        if message.kind != .power { truth.registers += style.phases(message.values) }
        if message.kind == .hourly { truth.registers += style.counters(message.values) }
        return truth
    }

    private func clock(of message: Message) -> String? {
        switch make.make {
        case .kaifa: return text(message.time, calendar)
        case .aidon: return message.kind == .hourly ? text(message.time.hourStart, .cet) : nil
        default: return text(message.time, .cet)
        }
    }

    private func text(_ instant: Instant, _ zone: LocalCalendar) -> String {
        let local = zone.dateTime(of: instant)
        let second = local.second < 10 ? "0\(local.second)" : "\(local.second)"
        return "\(local.day)T\(local.clockText):\(second)"
    }
}

/// How a make names its registers and how finely it says them.
private struct TruthStyle {
    var channel: Int
    var listCode = "1-1:0.2.129"
    var numberCode = "0-0:96.1.0"
    var modelCode = "0-0:96.1.7"
    var currentStepMA: Int
    var voltageStepMV: Int

    init(_ make: Make) {
        switch make {
        case .aidon: (channel, currentStepMA, voltageStepMV) = (0, 100, 100)
        case .kaifa: (channel, currentStepMA, voltageStepMV) = (0, 1, 100)
        default:
            (channel, currentStepMA, voltageStepMV) = (1, 10, 1_000)
            (numberCode, modelCode) = ("1-1:0.0.5", "1-1:96.1.1")
        }
    }

    private func register(_ c: Int, _ d: Int, _ thousandths: Int, _ unit: String) -> (String, TruthValue) {
        ("1-\(channel):\(c).\(d).0", .number(thousandths: thousandths, unit: unit))
    }

    func powers(_ values: MeterValues, onlyImport: Bool) -> [(String, TruthValue)] {
        let first = register(1, 7, values.powerW * 1_000, "W")
        if onlyImport { return [first] }
        return [
            first, register(2, 7, 0, "W"), register(3, 7, values.reactiveVar * 1_000, "var"),
            register(4, 7, 0, "var"),
        ]
    }

    func phases(_ values: MeterValues) -> [(String, TruthValue)] {
        let currents = values.currentMA.enumerated().map { phase, value in
            register(31 + 20 * phase, 7, value / currentStepMA * currentStepMA, "A")
        }
        let voltages = values.voltageMV.enumerated().map { phase, value in
            register(32 + 20 * phase, 7, value / voltageStepMV * voltageStepMV, "V")
        }
        return currents + voltages
    }

    func counters(_ values: MeterValues) -> [(String, TruthValue)] {
        [
            register(1, 8, values.energyWh * 1_000, "Wh"), register(2, 8, 0, "Wh"),
            register(3, 8, values.reactiveWh * 1_000, "varh"), register(4, 8, 0, "varh"),
        ]
    }
}
