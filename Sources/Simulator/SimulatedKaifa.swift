import DLMS
import Ledger
import Meters

/// Kaifa MA304H4: power every 2 s, list 2 every 10 s; ten seconds past the hour the counters as they are then, to the
/// watt-hour. Its clock keeps local time, summer time included.
struct SimulatedKaifa: MeterMake {
    let make = Make.kaifa
    let identity = MeterIdentity(make: .kaifa, id: "6970631499990001", model: "MA304H4", list: "KFM_001")
    let energyStepWh = 1
    let countersAreOfFullHour = false
    private let frames = FrameWriter(header: [0x01, 0x02, 0x01, 0x10])

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        if millisecond == 10_000 { return .hourly }
        if millisecond % 10_000 == 0 { return .instantaneous }
        return millisecond % 2_000 == 0 ? .power : nil
    }

    func frame(_ kind: ListKind, _ values: MeterValues, calendar: LocalCalendar) -> [UInt8] {
        let clock = MeterClock(values.time, in: calendar, saysWeekday: true, tail: [0xFF, 0x80, 0x00, 0x00])
        var writer = ValueWriter(head: head(invokeID: 0x40))
        writer.raw([0x09, 0x0C])
        writer.clock(clock)
        switch kind {
        case .power:
            writer.structure(1)
            writer.doubleLongUnsigned(values.powerW)
        case .instantaneous:
            writer.structure(13)
            list2(values, &writer)
        case .hourly:
            writer.structure(18)
            list2(values, &writer)
            writer.raw([0x09, 0x0C])
            writer.clock(clock)
            for value in [values.energyWh, 0, values.reactiveWh, 0] { writer.doubleLongUnsigned(value) }
        }
        return frames.frame(writer.bytes)
    }

    private func list2(_ values: MeterValues, _ w: inout ValueWriter) {
        w.octetString(identity.list)
        w.octetString(identity.id)
        w.octetString(identity.model)
        for value in [values.powerW, 0, values.reactiveVar, 0] { w.doubleLongUnsigned(value) }
        for value in values.currentMA { w.doubleLongUnsigned(value) }
        for value in values.voltageMV { w.doubleLongUnsigned(value / 100) }
    }
}
