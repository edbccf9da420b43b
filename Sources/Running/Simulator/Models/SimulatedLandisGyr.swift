import Civil
import DLMS
import Meters

/// Landis+Gyr E450: a list of the objects that it pushes, then their values, neither scaler nor unit among them; by general
/// block transfer over three frames.
struct SimulatedLandisGyr: Device {
    var identity = MeterIdentity(make: .landisGyr, id: "69990001", model: "", list: "")
    private let frames = HDLCWriter(header: [0xCE, 0xFF, 0x03, 0x13])
    private static let pushSetup = OBISCode(0, 8, 25, 9, 0)

    /// Local time.
    func clock(_ showing: Showing) -> MeterClock? { shownClock(showing) }

    private func shownClock(_ showing: Showing) -> MeterClock {
        MeterClock(showing, in: showing.calendar, tail: [0xFF, 0x80, 0x00, 0x00])
    }

    /// Reactive energy stands by quadrant, all of this home's in the first.
    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values
        let quadrants = (5...8).map { quadrant in
            ListItem(OBISCode(1, 1, quadrant, 8, 0), quadrant == 5 ? values.reactiveWh : 0, .varHour)
        }
        return [ListItem(OBISCode(0, 0, 96, 1, 0), identity.id)] + values.activePowers()
            + values.activeCounters(channel: 1) + quadrants + values.currents(scaler: -2)
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        let blocks = BlockTransfer.blocks(parts(showing))
        return blocks.enumerated().flatMap { index, block in
            frames.frame((index == 0 ? HDLCWriter.llc : []) + block)
        }
    }

    /// The APDU, cut between objects as the real meter cuts it: five, six, and the last three with the values.
    private func parts(_ showing: Showing) -> [[UInt8]] {
        let items = items(showing)
        let objects =
            [PushedObject.entry(40, Self.pushSetup, 2), PushedObject.entry(40, Self.pushSetup, 1)]
            + items.map(PushedObject.entry)
        let counter = showing.counter & 0xFF_FFFF
        var first = ValueWriter(head: DataNotification.head(invokeID: counter, shownClock(showing)))
        first.structure(objects.count)
        first.array(objects.count)
        return [
            first.bytes + objects[..<5].joined(), Array(objects[5..<11].joined()),
            objects[11...].joined() + self.values(items),
        ]
    }

    /// The list itself was the first value; the second is the push setup's own name.
    private func values(_ items: [ListItem]) -> [UInt8] {
        var writer = ValueWriter(head: [])
        writer.obis(Self.pushSetup)
        for item in items {
            guard case .number(_, _, let unit) = item.content else {
                writer.value(of: item, .doubleLongUnsigned)
                continue
            }
            writer.value(of: item, ValueWriter.width(of: unit, ampere: .longUnsigned))
        }
        return writer.bytes
    }
}
