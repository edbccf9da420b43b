import Civil
import DLMS
import Meters

/// Kaifa MA309 in Austria: self-described items every 5 s, enciphered, in M-Bus long frames. Its clock keeps local time and
/// says how far that is from UTC.
struct SimulatedKaifaAustria: Device {
    var identity = MeterIdentity(make: .kaifa, id: "1KFM0299990001", model: "", list: "")
    private let deviceName = "KFM1200299990001"
    private let ciphering: GeneralGloCiphering

    init(_ encipher: @escaping Encipher) {
        ciphering = GeneralGloCiphering(
            systemTitle: Array("KFM".utf8) + [0x65, 0x99, 0x99, 0x00, 0x01],
            securityControl: 0x20,
            encipher: encipher
        )
    }

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        millisecond % 5_000 == 0 ? .hourly : nil
    }

    func clock(_ showing: Showing) -> MeterClock? { shownClock(showing) }

    private func shownClock(_ showing: Showing) -> MeterClock {
        MeterClock(sayingDeviation: showing, in: showing.calendar)
    }

    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values
        return [
            ListItem(OBISCode(0, 0, 96, 1, 0), identity.id),
            ListItem(OBISCode(0, 0, 42, 0, 0), deviceName),
        ] + values.voltages(scaler: -1) + values.currents(scaler: -2) + values.activePowers()
            + values.counters()
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        MBusWriter().frames(ciphering.apdu(apdu(showing), frameCounter: showing.counter))
    }

    /// The clock's code and value stand in the list without a structure of their own.
    func apdu(_ showing: Showing) -> [UInt8] {
        let clock = shownClock(showing)
        let items = items(showing)
        var writer = ValueWriter(
            head: DataNotification.head(invokeID: showing.counter & 0xFF_FFFF, clock)
        )
        writer.structure(2 + items.count)
        writer.obis(OBISCode(0, 0, 1, 0, 0))
        writer.clock(clock)
        writer.described(items, ampereWidth: .longUnsigned) { $0.octetString($1) }
        return writer.bytes
    }
}
