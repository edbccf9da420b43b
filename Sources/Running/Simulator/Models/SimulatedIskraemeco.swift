import Civil
import DLMS
import Meters

/// Iskraemeco AM550: 18 values every 10 s that only their place tells apart, and on each quarter of an hour 12 with the
/// counters instead. Its clock keeps local time and says how far that is from UTC.
struct SimulatedIskraemeco: Device {
    var identity = MeterIdentity(make: .iskraemeco, id: "69990001", model: "", list: "")
    private let deviceName = "ISK1030799990001"
    private let frames = HDLCWriter(header: [0xCF, 0x02, 0x23, 0x13])

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        guard millisecond % 10_000 == 0 else { return nil }
        return millisecond % 900_000 == 0 ? .hourly : .instantaneous
    }

    func clock(_ showing: Showing) -> MeterClock? { shownClock(showing) }

    private func shownClock(_ showing: Showing) -> MeterClock {
        MeterClock(sayingDeviation: showing, in: showing.calendar)
    }

    func items(_ showing: Showing) -> [ListItem] {
        [
            ListItem(OBISCode(0, 0, 42, 0, 0), deviceName),
            ListItem(OBISCode(0, 0, 96, 1, 0), identity.id),
        ] + (showing.kind == .hourly ? energies(showing.values) : instants(showing.values))
    }

    private func instants(_ values: MeterValues) -> [ListItem] {
        values.powers() + values.voltages(scaler: -1) + values.currents(scaler: -2)
            + [1, 2].flatMap { quantity in
                (0..<3).flatMap { values.power(ofPhase: $0, quantities: [quantity]) }
            }
    }

    /// Energy in all and by tariff; a third of it flowed at the low one.
    private func energies(_ values: MeterValues) -> [ListItem] {
        let totals: [(UInt8, Int)] = [(1, values.energyWh), (2, values.exportWh)]
        return totals.flatMap { quantity, total in
            [total, total - total / 3, total / 3].enumerated().map { tariff, value in
                ListItem(OBISCode(1, 0, quantity, 8, UInt8(tariff)), value, .wattHour)
            }
        } + values.reactiveCounters()
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        let items = items(showing)
        let isEnergy = showing.kind == .hourly
        let head = DataNotification.head(invokeID: showing.counter & 0xFFFF, shownClock(showing))
        var writer = ValueWriter(head: HDLCWriter.llc + head)
        writer.structure(items.count + (isEnergy ? 2 : 0))
        for (index, item) in items.enumerated() {
            // An enumeration and two bytes that nobody explained stand before the counters.
            if isEnergy && index == 2 { writer.raw([0x16, 0x01, 0x09, 0x02, 0x00, 0x01]) }
            guard case .number(_, _, let unit) = item.content else {
                writer.value(of: item, .doubleLongUnsigned)
                continue
            }
            writer.value(of: item, ValueWriter.width(of: unit, ampere: .longUnsigned))
        }
        return frames.frame(writer.bytes)
    }
}
