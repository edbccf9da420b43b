import Civil
import DLMS
import Meters

/// Kamstrup Omnipower: OBIS codes without scalers, power every 10 s.
///
/// In Norway and Sweden the counters of the full hour come 5 to 55 s after it and the clock keeps CET all year. In Denmark
/// every message has the counters as they are, the clock keeps local time, and the content is enciphered.
struct SimulatedKamstrup: Device {
    /// How the message goes over the wire.
    private enum Link: Sendable {
        case frame
        case segments(atMost: Int)
        case ciphered(GeneralGloCiphering)
    }

    var identity: MeterIdentity
    /// What one count of its counters is. The list does not say so.
    let energyStepWh: Int
    private let link: Link
    private let hasOnePhase: Bool
    private let frames: HDLCWriter

    private init(
        _ id: String,
        model: String,
        step: Int = 10,
        link: Link = .frame,
        hasOnePhase: Bool = false,
        header: [UInt8] = [0x2B, 0x21, 0x13]
    ) {
        identity = MeterIdentity(make: .kamstrup, id: id, model: model, list: "Kamstrup_V0001")
        energyStepWh = step
        self.link = link
        self.hasOnePhase = hasOnePhase
        frames = HDLCWriter(header: header)
    }

    static let norway = SimulatedKamstrup(
        "5706567299990001",
        model: "6841131BN243101040"
    )

    /// The same list with null-data for codes and values of the phases that the meter does not have.
    static let onePhase = SimulatedKamstrup(
        "5706567299990004",
        model: "6861111BN242101040",
        hasOnePhase: true
    )

    /// The same list, with Wh where the Norwegian has 10 Wh.
    static let sweden = SimulatedKamstrup(
        "5706567399990001",
        model: "6841131BN245101092",
        step: 1
    )

    /// No meter that was seen, but one that the standard allows: the Norwegian in frames of at most 128 bytes.
    static let segmented = SimulatedKamstrup(
        "5706567299990002",
        model: "6841131BN243101040",
        link: .segments(atMost: 128)
    )

    static func denmark(_ encipher: @escaping Encipher) -> SimulatedKamstrup {
        let ciphering = GeneralGloCiphering(
            systemTitle: Array("KAME".utf8) + [0x01, 0x99, 0x00, 0x01],
            securityControl: 0x30,
            hasLongLength: true,
            encipher: encipher
        )
        return SimulatedKamstrup(
            "5706567299990003",
            model: "6841131BN245101013",
            link: .ciphered(ciphering),
            header: [0x41, 0x03, 0x13]
        )
    }

    private var isDanish: Bool {
        if case .ciphered = link { true } else { false }
    }

    var countersAreOfFullHour: Bool { !isDanish }

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        if isDanish { return millisecond % 10_000 == 0 ? .hourly : nil }
        if millisecond == 5_000 + Int64(delaySlot % 6) * 10_000 { return .hourly }
        return millisecond % 10_000 == 0 ? .instantaneous : nil
    }

    func clock(_ showing: Showing) -> MeterClock? { shownClock(showing) }

    private func shownClock(_ showing: Showing) -> MeterClock {
        guard isDanish else { return MeterClock(showing, in: .cet, tail: [0xFF, 0x80, 0x00, 0x00]) }
        let summer: UInt8 = showing.calendar.isSummerTime(at: showing.clock) ? 0x80 : 0x00
        return MeterClock(showing, in: showing.calendar, tail: [0xFF, 0x80, 0x00, summer])
    }

    /// With counters as the Norwegian list has to be read: a decoder knows no time, and so cannot know the Swedish ones
    /// apart; what it reads of them is ten times too much.
    func items(_ showing: Showing) -> [ListItem] {
        let list = list(showing)
        return hasOnePhase ? list.filter { !$0.isOfLaterPhase } : list
    }

    /// The items with those of all phases.
    private func list(_ showing: Showing) -> [ListItem] {
        let values = hasOnePhase ? showing.values.onOnePhase : showing.values
        var ofTens = values
        ofTens.energyWh = values.energyWh / energyStepWh * 10
        ofTens.exportWh = values.exportWh / energyStepWh * 10
        ofTens.reactiveWh = values.reactiveWh / energyStepWh * 10
        return [
            ListItem(OBISCode(1, 1, 0, 2, 129), identity.list),
            ListItem(OBISCode(1, 1, 0, 0, 5), identity.id),
            ListItem(OBISCode(1, 1, 96, 1, 1), identity.model),
        ] + values.powers(channel: 1) + values.currents(channel: 1, scaler: -2)
            + values.voltages(channel: 1, scaler: 0)
            + (showing.kind == .hourly ? ofTens.counters(channel: 1, scaler: 1) : [])
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        let apdu = apdu(showing)
        switch link {
        case .frame: return frames.frame(HDLCWriter.llc + apdu)
        case .segments(let limit): return frames.frames(HDLCWriter.llc + apdu, atMost: limit)
        case .ciphered(let ciphering):
            return frames.frame(HDLCWriter.llc + ciphering.apdu(apdu, frameCounter: showing.counter))
        }
    }

    private func apdu(_ showing: Showing) -> [UInt8] {
        let clock = shownClock(showing)
        let items = list(showing)
        var writer = ValueWriter(head: DataNotification.head(invokeID: 0, clock))
        writer.structure(showing.kind == .hourly ? 35 : 25)
        writer.visibleString(identity.list)
        write(items[1..<13], &writer)
        if showing.kind == .hourly {
            writer.obis(OBISCode(0, 1, 1, 0, 0))
            writer.clock(clock)
        }
        write(items[13...], &writer)
        return writer.bytes
    }

    /// Code and value of each; texts are visible strings.
    private func write(_ items: ArraySlice<ListItem>, _ writer: inout ValueWriter) {
        for item in items {
            guard !hasOnePhase || !item.isOfLaterPhase else {
                writer.raw([0x00, 0x00])
                continue
            }
            writer.obis(item.code)
            switch item.content {
            case .text(let text): writer.visibleString(text)
            case .number(let raw, _, let unit):
                writer.integer(raw, ValueWriter.width(of: unit, ampere: .doubleLongUnsigned))
            }
        }
    }
}
