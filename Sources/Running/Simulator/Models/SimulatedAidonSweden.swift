import Civil
import DLMS
import Meters

/// Aidon in Sweden: 27 items every 10 s, the clock first and counters to the watt-hour; it does not say who it is.
struct SimulatedAidonSweden: Device {
    var identity = MeterIdentity(make: .aidon, id: "", model: "", list: "")

    func clock(_ showing: Showing) -> MeterClock? {
        MeterClock(showing, in: .cet, tail: [0xFF, 0x80, 0x00, 0xFF])
    }

    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values
        return values.powers() + values.currents(scaler: -1) + values.voltages(scaler: -1)
            + (0..<3).flatMap { values.power(ofPhase: $0, quantities: [1, 2, 3, 4]) } + values.counters()
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        AidonList.frame(items(showing), clock: clock(showing), at: 0)
    }
}
