import Civil
import DLMS
import Meters

/// Kaifa MA304, whose registers only their place tells apart. Its clock keeps local time, summer time included.
///
/// In Norway power every 2 s, list 2 every 10 s, and ten seconds past the hour the counters as they are then, to the
/// watt-hour; in Sweden the long list every 10 s.
struct SimulatedKaifa: Device {
    var identity: MeterIdentity
    /// Whether every message is the long list.
    private let isAlwaysLong: Bool
    /// In an IT net it does not measure the voltage of L2, and sends 0 for it.
    private var isInITNet = false
    private let counterWidth: ValueWriter.Width
    private let frames: HDLCWriter

    private init(_ id: String, model: String, long: Bool, counters: ValueWriter.Width, address: UInt8) {
        identity = MeterIdentity(make: .kaifa, id: id, model: model, list: "KFM_001")
        isAlwaysLong = long
        counterWidth = counters
        frames = HDLCWriter(header: [0x01, address, 0x01, 0x10])
    }

    static let norway = SimulatedKaifa(
        "6970631499990001",
        model: "MA304H4",
        long: false,
        counters: .doubleLongUnsigned,
        address: 0x02
    )

    static let norwayIT: SimulatedKaifa = {
        var meter = norway
        meter.identity = MeterIdentity(
            make: .kaifa,
            id: "6970631499990002",
            model: "MA304H3E",
            list: "KFM_001"
        )
        meter.isInITNet = true
        return meter
    }()

    static let sweden = SimulatedKaifa(
        "7340157099990001",
        model: "MA304H4D",
        long: true,
        counters: .doubleLongUnsigned,
        address: 0x00
    )

    /// Behind current transformers, with counters of 64 bits.
    static let swedenCT = SimulatedKaifa(
        "7340157099990002",
        model: "MA304T4D",
        long: true,
        counters: .long64Unsigned,
        address: 0x00
    )

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        if millisecond % 10_000 == 0 {
            return isAlwaysLong || millisecond == 10_000 ? .hourly : .instantaneous
        }
        return !isAlwaysLong && millisecond % 2_000 == 0 ? .power : nil
    }

    func clock(_ showing: Showing) -> MeterClock? {
        MeterClock(showing, in: showing.calendar, tail: [0xFF, 0x80, 0x00, 0x00])
    }

    func items(_ showing: Showing) -> [ListItem] {
        var values = showing.values
        if isInITNet { values.voltageMV[1] = 0 }
        switch showing.kind {
        case .power: return [values.powers()[0]]
        case .instantaneous: return list2(values)
        case .hourly: return list2(values) + values.counters()
        }
    }

    private func list2(_ values: MeterValues) -> [ListItem] {
        [
            ListItem(OBISCode(1, 1, 0, 2, 129), identity.list),
            ListItem(OBISCode(0, 0, 96, 1, 0), identity.id),
            ListItem(OBISCode(0, 0, 96, 1, 7), identity.model),
        ] + values.powers() + values.currents(scaler: -3) + values.voltages(scaler: -1)
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        let clock = MeterClock(showing, in: showing.calendar, tail: [0xFF, 0x80, 0x00, 0x00])
        let items = items(showing)
        let isLong = showing.kind == .hourly
        var writer = ValueWriter(head: HDLCWriter.llc + DataNotification.head(invokeID: 0x4000_0000))
        writer.clock(clock)
        writer.structure(items.count + (isLong ? 1 : 0))
        for item in items.prefix(13) { writer.value(of: item, .doubleLongUnsigned) }
        if isLong { writer.clock(clock) }
        for item in items.dropFirst(13) { writer.value(of: item, counterWidth) }
        return frames.frame(writer.bytes)
    }
}
