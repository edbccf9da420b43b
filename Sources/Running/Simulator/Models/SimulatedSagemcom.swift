import Civil
import DLMS
import Meters

/// Sagemcom T210-D in Austria: code, value and unit of each register one behind the other in a single structure, every 5 s,
/// enciphered, in M-Bus long frames. Its clock keeps local time and says how far that is from UTC.
struct SimulatedSagemcom: Device {
    var identity = MeterIdentity(make: .sagemcom, id: "178299990001", model: "", list: "")
    private let ciphering: GeneralGloCiphering

    init(_ encipher: @escaping Encipher) {
        ciphering = GeneralGloCiphering(
            systemTitle: Array("SAGY".utf8) + [0x05, 0x99, 0x00, 0x01],
            securityControl: 0x20,
            encipher: encipher
        )
    }

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        millisecond % 5_000 == 0 ? .hourly : nil
    }

    func clock(_ showing: Showing) -> MeterClock? { shownClock(showing) }

    /// Its status calls the time doubtful, as that of the real meter does.
    private func shownClock(_ showing: Showing) -> MeterClock {
        MeterClock(sayingDeviation: showing, in: showing.calendar, status: 0x02)
    }

    /// The number is the last, without a code.
    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values
        return values.activeCounters() + values.activePowers() + values.voltages(scaler: -1)
            + values.currents(scaler: -2)
            + [
                ListItem(OBISCode(1, 0, 13, 7, 0), powerFactor(values), -3, nil),
                ListItem(OBISCode(0, 0, 96, 1, 0), identity.id),
            ]
    }

    /// Active by apparent power, in thousandths; 1 where nothing is drawn.
    private func powerFactor(_ values: MeterValues) -> Int {
        let active = Double(values.powerW + values.exportW)
        let reactive = Double(values.reactiveVar)
        let apparent = (active * active + reactive * reactive).squareRoot()
        return apparent > 0 ? Int(active / apparent * 1_000) : 1_000
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        MBusWriter().frames(ciphering.apdu(apdu(showing), frameCounter: showing.counter))
    }

    func apdu(_ showing: Showing) -> [UInt8] {
        let clock = shownClock(showing)
        let items = items(showing)
        let invokeID = 0x8000_0000 | showing.counter & 0xFF_FFFF
        var writer = ValueWriter(head: DataNotification.head(invokeID: invokeID, clock))
        writer.structure(1 + 3 * (items.count - 1) + 1)
        writer.clock(clock)
        for item in items {
            switch item.content {
            case .text(let text): writer.octetString(text)
            case .number(let raw, _, let unit):
                writer.obis(item.code)
                writer.integer(raw, ValueWriter.width(of: unit, ampere: .longUnsigned))
                writer.scaler(of: item)
            }
        }
        return writer.bytes
    }
}
