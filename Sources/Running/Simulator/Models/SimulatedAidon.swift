import Civil
import DLMS
import Meters

/// Aidon 6534: power every 2.5 s, list 2 every 10 s; ten seconds past the hour the counters of the full hour, and nothing
/// else then. The clock in its list keeps CET all year.
struct SimulatedAidon: Device {
    var identity = MeterIdentity(make: .aidon, id: "7359992899990001", model: "6534", list: "AIDON_V0001")
    let energyStepWh = 10
    let countersAreOfFullHour = true

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        if millisecond == 10_000 { return .hourly }
        if millisecond % 10_000 == 0 { return .instantaneous }
        return millisecond % 2_500 == 0 ? .power : nil
    }

    func clock(_ showing: Showing) -> MeterClock? {
        guard showing.kind == .hourly else { return nil }
        return MeterClock(
            showing,
            at: showing.hasCurrentCounters ? showing.clock : showing.clock.hourStart,
            in: .cet,
            saysWeekday: false,
            tail: [0, 0, 0, 0]
        )
    }

    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values
        guard showing.kind != .power else { return [values.powers()[0]] }
        return [
            ListItem(OBISCode(1, 1, 0, 2, 129), identity.list),
            ListItem(OBISCode(0, 0, 96, 1, 0), identity.id),
            ListItem(OBISCode(0, 0, 96, 1, 7), identity.model),
        ] + values.powers() + values.currents(scaler: -1) + values.voltages(scaler: -1)
            + (showing.kind == .hourly ? values.counters(scaler: 1) : [])
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        let items = items(showing)
        // The clock stands before the four counters.
        return AidonList.frame(items, clock: clock(showing), at: items.count - 4)
    }
}

/// Aidon's list: an array of self-described items, the clock one of them.
enum AidonList {
    private static let frames = HDLCWriter(header: [0x41, 0x08, 0x83, 0x13])

    static func frame(_ items: [ListItem], clock: MeterClock?, at index: Int) -> [UInt8] {
        var writer = ValueWriter(head: HDLCWriter.llc + DataNotification.head(invokeID: 0x4000_0000) + [0x00])
        writer.array(items.count + (clock == nil ? 0 : 1))
        guard let clock else {
            write(items, &writer)
            return frames.frame(writer.bytes)
        }
        write(Array(items[..<index]), &writer)
        writer.structure(2)
        writer.obis(OBISCode(0, 0, 1, 0, 0))
        writer.clock(clock)
        write(Array(items[index...]), &writer)
        return frames.frame(writer.bytes)
    }

    private static func write(_ items: [ListItem], _ writer: inout ValueWriter) {
        writer.described(items, ampereWidth: .long) { $0.visibleString($1) }
    }
}
