import DLMS
import Ledger
import Meters

/// Kamstrup Omnipower: list 2 every 10 s; the counters of the full hour 5 to 55 s after it. Its clock keeps CET all year.
struct SimulatedKamstrup: MeterMake {
    let make = Make.kamstrup
    let identity = MeterIdentity(
        make: .kamstrup,
        id: "5706567299990001",
        model: "6841131BN243101040",
        list: "Kamstrup_V0001"
    )
    let energyStepWh = 10
    let countersAreOfFullHour = true
    private let frames = FrameWriter(header: [0x2B, 0x21, 0x13])

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        if millisecond == 5_000 + Int64(delaySlot % 6) * 10_000 { return .hourly }
        return millisecond % 10_000 == 0 ? .instantaneous : nil
    }

    func frame(_ kind: ListKind, _ values: MeterValues, calendar: LocalCalendar) -> [UInt8] {
        let clock = MeterClock(values.time, in: .cet, saysWeekday: true, tail: [0xFF, 0x80, 0x00, 0x00])
        var writer = ValueWriter(head: head(invokeID: 0x00))
        writer.raw([0x0C])
        writer.clock(clock)
        writer.structure(kind == .hourly ? 35 : 25)
        list2(values, &writer)
        if kind == .hourly { list3(values, clock, &writer) }
        return frames.frame(writer.bytes)
    }

    private func list2(_ values: MeterValues, _ w: inout ValueWriter) {
        w.visibleString(identity.list)
        w.obis(1, 1, 0, 0, 5)
        w.visibleString(identity.id)
        w.obis(1, 1, 96, 1, 1)
        w.visibleString(identity.model)
        for (index, value) in [values.powerW, 0, values.reactiveVar, 0].enumerated() {
            w.obis(1, 1, UInt8(index + 1), 7, 0)
            w.doubleLongUnsigned(value)
        }
        for (phase, value) in values.currentMA.enumerated() {
            w.obis(1, 1, 31 + 20 * UInt8(phase), 7, 0)
            w.doubleLongUnsigned(value / 10)
        }
        for (phase, value) in values.voltageMV.enumerated() {
            w.obis(1, 1, 32 + 20 * UInt8(phase), 7, 0)
            w.longUnsigned(value / 1_000)
        }
    }

    private func list3(_ values: MeterValues, _ clock: MeterClock, _ w: inout ValueWriter) {
        w.obis(0, 1, 1, 0, 0)
        w.raw([0x09, 0x0C])
        w.clock(clock)
        for (index, value) in [values.energyWh, 0, values.reactiveWh, 0].enumerated() {
            w.obis(1, 1, UInt8(index + 1), 8, 0)
            w.doubleLongUnsigned(value / 10)
        }
    }
}
