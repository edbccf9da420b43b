import Civil
import DLMS
import Meters

/// A meter that sends P1 telegrams, every 10 s, with everything in each.
struct SimulatedTelegrams: Device {
    var identity: MeterIdentity
    /// What stands behind the `/`: make, and often model.
    private let identification: String
    /// Whether it sends a number, under 0-0:96.1.0.
    private let saysNumber: Bool
    /// Digits before the point of an energy.
    private var energyDigits = 8
    /// The quantities of single phases: each group for L1, L2 and L3 before the next group.
    private let phaseGroups: [[UInt8]]
    /// `2024-04-07` as 240407 with S or W behind the time, or as 20240407 and a space before it.
    private var hasShortClock = true
    private var hasCheck = true

    private init(_ make: Make, _ identification: String, id: String? = nil, phaseGroups: [[UInt8]]) {
        identity = MeterIdentity(make: make, id: id ?? identification, model: identification, list: "P1")
        self.identification = identification
        saysNumber = id != nil
        self.phaseGroups = phaseGroups
    }

    static let kaifa = SimulatedTelegrams(
        .kaifa,
        "KFM5KAIFA-METER",
        id: "7340157099990003",
        phaseGroups: [[1, 2], [3, 4]]
    )
    static let kamstrup = SimulatedTelegrams(.kamstrup, "KAM5", phaseGroups: [[1], [2], [3], [4]])
    static let landisGyr = SimulatedTelegrams(.landisGyr, "LGF5E360", phaseGroups: [[1, 2], [3, 4]])

    /// An older telegram, before the standard asked for a check.
    static let nes: SimulatedTelegrams = {
        var meter = SimulatedTelegrams(.nes, "NES5:83335-3E", phaseGroups: [[1, 2], [3, 4]])
        (meter.energyDigits, meter.hasShortClock, meter.hasCheck) = (5, false, false)
        return meter
    }()

    /// Local time.
    func clock(_ showing: Showing) -> MeterClock? {
        MeterClock(showing, in: showing.calendar, tail: [])
    }

    func items(_ showing: Showing) -> [ListItem] {
        let values = showing.values
        let phases = phaseGroups.flatMap { group in
            (0..<3).flatMap { values.power(ofPhase: $0, quantities: group) }
        }
        return (saysNumber ? [ListItem(OBISCode(0, 0, 96, 1, 0), identity.id)] : []) + values.counters()
            + values.powers() + phases + values.voltages(scaler: -1) + values.currents(scaler: -1)
    }

    func sender(_ items: [ListItem]) -> Truth.Sender {
        Truth.Sender(
            make: identity.make,
            id: saysNumber ? identity.id : identification,
            model: identification,
            list: identity.list
        )
    }

    func bytes(_ showing: Showing) -> [UInt8] {
        var telegram = Telegram(identification: identification)
        telegram.line("0-0:1.0.0", clockText(showing))
        for item in items(showing) {
            switch item.content {
            case .text(let text): telegram.line(item.code.description, text)
            case .number(let raw, _, let unit): telegram.line(item.code.description, number(raw, unit))
            }
        }
        return telegram.bytes(hasCheck: hasCheck)
    }

    private func clockText(_ showing: Showing) -> String {
        let local = showing.calendar.dateTime(of: showing.clock)
        let day = twoDigits(local.day.month) + twoDigits(local.day.day)
        let time = [local.hour, local.minute, local.second].map(twoDigits)
        guard hasShortClock else { return "\(local.day.year)\(day) \(time.joined(separator: ":"))" }
        let season = showing.calendar.isSummerTime(at: showing.clock) ? "S" : "W"
        return twoDigits(local.day.year % 100) + day + time.joined() + season
    }

    /// Watts and watt-hours go as thousandths of kW and kWh, volts and amperes with one decimal.
    private func number(_ raw: Int, _ unit: PhysicalUnit?) -> String {
        switch unit {
        case .wattHour: fixed(raw, energyDigits, 3) + "*kWh"
        case .varHour: fixed(raw, energyDigits, 3) + "*kVArh"
        case .watt: fixed(raw, 4, 3) + "*kW"
        case .var: fixed(raw, 4, 3) + "*kVAr"
        case .volt: fixed(raw, 3, 1) + "*V"
        case .ampere: fixed(raw, 3, 1) + "*A"
        default: "\(raw)"
        }
    }

    /// With so many digits behind the point, and as many before it or more where it needs them.
    private func fixed(_ raw: Int, _ before: Int, _ behind: Int) -> String {
        let digits = String(raw)
        let padded = String(repeating: "0", count: max(0, before + behind - digits.count)) + digits
        return padded.dropLast(behind) + "." + padded.suffix(behind)
    }
}
