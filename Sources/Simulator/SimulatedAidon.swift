import DLMS
import Ledger
import Meters

/// Aidon 6534: power every 2.5 s, list 2 every 10 s; ten seconds past the hour the counters of the full hour, and nothing
/// else then. The clock in its list keeps CET all year.
struct SimulatedAidon: MeterMake {
    let make = Make.aidon
    let identity = MeterIdentity(make: .aidon, id: "7359992899990001", model: "6534", list: "AIDON_V0001")
    let energyStepWh = 10
    let countersAreOfFullHour = true
    private let frames = FrameWriter(header: [0x41, 0x08, 0x83, 0x13])

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        if millisecond == 10_000 { return .hourly }
        if millisecond % 10_000 == 0 { return .instantaneous }
        return millisecond % 2_500 == 0 ? .power : nil
    }

    func frame(_ kind: ListKind, _ values: MeterValues, calendar: LocalCalendar) -> [UInt8] {
        var writer = ValueWriter(head: head(invokeID: 0x40))
        writer.raw([0x00])
        switch kind {
        case .power:
            writer.array(1)
            power(values, &writer)
        case .instantaneous:
            writer.array(13)
            list2(values, &writer)
        case .hourly:
            writer.array(18)
            list2(values, &writer)
            list3(values, &writer)
        }
        return frames.frame(writer.bytes)
    }

    private func text(
        _ a: UInt8,
        _ b: UInt8,
        _ c: UInt8,
        _ d: UInt8,
        _ e: UInt8,
        _ text: String,
        _ w: inout ValueWriter
    ) {
        w.structure(2)
        w.obis(a, b, c, d, e)
        w.visibleString(text)
    }

    private func register(
        _ c: UInt8,
        _ d: UInt8,
        _ value: Int,
        _ scaler: Int8,
        _ unit: PhysicalUnit,
        _ w: inout ValueWriter
    ) {
        w.structure(3)
        w.obis(1, 0, c, d, 0)
        switch unit {
        case .ampere: w.long(value)
        case .volt: w.longUnsigned(value)
        default: w.doubleLongUnsigned(value)
        }
        w.scaler(scaler, unit)
    }

    private func power(_ values: MeterValues, _ w: inout ValueWriter) {
        register(1, 7, values.powerW, 0, .watt, &w)
    }

    private func list2(_ values: MeterValues, _ w: inout ValueWriter) {
        text(1, 1, 0, 2, 129, identity.list, &w)
        text(0, 0, 96, 1, 0, identity.id, &w)
        text(0, 0, 96, 1, 7, identity.model, &w)
        power(values, &w)
        register(2, 7, 0, 0, .watt, &w)
        register(3, 7, values.reactiveVar, 0, .var, &w)
        register(4, 7, 0, 0, .var, &w)
        for phase in 0..<3 {
            register(31 + 20 * UInt8(phase), 7, values.currentMA[phase] / 100, -1, .ampere, &w)
        }
        for phase in 0..<3 {
            register(32 + 20 * UInt8(phase), 7, values.voltageMV[phase] / 100, -1, .volt, &w)
        }
    }

    private func list3(_ values: MeterValues, _ w: inout ValueWriter) {
        w.structure(2)
        w.obis(0, 0, 1, 0, 0)
        w.raw([0x09, 0x0C])
        w.clock(
            MeterClock(values.time.hourStart, in: .cet, saysWeekday: false, tail: [0x00, 0x00, 0x00, 0x00])
        )
        register(1, 8, values.energyWh / 10, 1, .wattHour, &w)
        register(2, 8, 0, 1, .wattHour, &w)
        register(3, 8, values.reactiveWh / 10, 1, .varHour, &w)
        register(4, 8, 0, 1, .varHour, &w)
    }
}
