import Civil
import DLMS
import Meters

/// Landis+Gyr E360 of one phase: a list of the objects that it pushes, its logical device name, then values without
/// scalers. It sends 0 for the phases that it does not measure, and voltages in 0.1 V, which only the numbers
/// themselves say.
struct SimulatedE360: Device {
    var identity = MeterIdentity(make: .landisGyr, id: "LGZ1030199990001", model: "", list: "")
    private let frames = HDLCWriter(header: [0xCF, 0x03, 0x13])
    private static let pushSetup = OBISCode(0, 6, 25, 9, 0)

    func clock(_ showing: Showing) -> MeterClock? { shownClock(showing) }

    private func shownClock(_ showing: Showing) -> MeterClock {
        MeterClock(sayingDeviation: showing, in: showing.calendar)
    }

    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values.onOnePhase
        return [ListItem(OBISCode(0, 0, 42, 0, 0), identity.id)] + values.counters(channel: 1)
            + values.activePowers() + values.voltages(scaler: -1) + values.currents(scaler: -2)
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        let items = items(showing)
        let head = DataNotification.head(invokeID: showing.counter & 0xFFFF, shownClock(showing))
        var writer = ValueWriter(head: HDLCWriter.llc + head)
        writer.structure(items.count + 1)
        writer.array(items.count + 1)
        writer.raw(PushedObject.entry(40, Self.pushSetup, 2) + items.flatMap(PushedObject.entry))
        for item in items {
            guard case .number(_, _, let unit) = item.content else {
                writer.value(of: item, .doubleLongUnsigned)
                continue
            }
            writer.value(of: item, ValueWriter.width(of: unit, ampere: .longUnsigned))
        }
        return frames.frame(writer.bytes)
    }
}
