import Civil
import Ledger
import Meters
import TestSupport

/// A meter whose lists do not say what its registers count, and what it really measured.
struct ScaledMeter {
    /// How often registers come.
    enum Registers: String, CaseIterable {
        /// With the hour, 5 to 55 s late, holding the full hour's values: Norway, Sweden.
        case hourly
        /// In each message: Denmark.
        case always
    }

    /// Power drawn and fed in, in W, by the second.
    typealias Load = (Int64) -> (importW: Int, exportW: Int)

    let scale: EnergyScale
    let registers: Registers
    /// What the registers stood at in the beginning, in Wh.
    static let firstWh = (importWh: 24_681_350, exportWh: 1_234_560)
    private let load: Load
    private var random = SeededRandom(7)
    private(set) var now: Instant
    private var wattSeconds = (importWs: 0, exportWs: 0)
    private var list: (hour: Instant, reading: Reading, arrives: Instant)?
    /// The truth, in Ws, by the start of the hour.
    private(set) var truth: [Instant: (importWs: Int, exportWs: Int)] = [:]
    /// What is added to every count, for a meter that is set anew.
    var addedCounts = 0
    var identity: MeterIdentity?

    init(_ scale: EnergyScale, _ registers: Registers, from start: Instant, load: @escaping Load) {
        self.scale = scale
        self.registers = registers
        now = start
        self.load = load
    }

    /// The registers as Kamstrup's profile reads them: ten times what they count.
    private func counted(clock: Instant) -> Reading {
        func read(_ firstWh: Int, _ wattSeconds: Int) -> Int {
            let wh = firstWh + wattSeconds / 3_600
            return 10 * (addedCounts + (scale == .tenWattHours ? wh / 10 : wh))
        }
        var reading = Reading.registers(
            read(Self.firstWh.importWh, wattSeconds.importWs),
            export: read(Self.firstWh.exportWh, wattSeconds.exportWs),
            clock: clock
        )
        reading.reactiveEnergyImportVarh = reading.energyImportWh
        reading.reactiveEnergyExportVarh = reading.energyExportWh
        reading.assumesEnergyScale = true
        return reading
    }

    /// The next message, ten seconds after the last.
    mutating func next() -> (reading: Reading, arrival: Instant) {
        if now == now.hourStart {
            let late = 5 + Int64.random(in: 0...5, using: &random) * 10
            list = (now, counted(clock: now), now.adding(seconds: late))
        }
        var reading = registers == .always ? counted(clock: now) : Reading(make: .kamstrup)
        if registers == .hourly, let due = list, due.arrives <= now {
            reading = due.reading
            reading.clock = .init(utc: now)
            list = nil
        }
        let power = load(now.unixSeconds)
        reading.powerImportW = power.importW
        reading.powerExportW = power.exportW
        reading.identity = identity
        let arrival = now
        for _ in 0..<10 { pass() }
        return (reading, arrival)
    }

    private mutating func pass() {
        let power = load(now.unixSeconds)
        wattSeconds.importWs += power.importW
        wattSeconds.exportWs += power.exportW
        truth[now.hourStart, default: (0, 0)].importWs += power.importW
        truth[now.hourStart, default: (0, 0)].exportWs += power.exportW
        now = now.adding(seconds: 1)
    }

    /// Counts on, with nobody listening.
    mutating func pass(to end: Instant) {
        while now < end { _ = next() }
    }

    func importWh(_ hour: Instant) -> Int { (truth[hour]?.importWs ?? 0) / 3_600 }
    func exportWh(_ hour: Instant) -> Int { (truth[hour]?.exportWs ?? 0) / 3_600 }

    /// What the import register really is, in Wh.
    var energyImportWh: Int { Self.firstWh.importWh + wattSeconds.importWs / 3_600 }
}

extension Play {
    /// Listens to a meter up to but not with a moment.
    mutating func listen(to meter: inout ScaledMeter, until end: Instant) {
        while meter.now < end {
            let message = meter.next()
            record(message.reading, at: message.arrival)
        }
    }

    var scaleNotices: [LedgerNotice] {
        notices.filter { if case .energyScale = $0 { true } else { false } }
    }
}

/// Homes to try scales on.
enum ScaledLoad: String, CaseIterable {
    case vacant15W
    case steady400W
    case steady10kW
    /// More than 100 kWh an hour, where it is taken for ten times what it is: no jump all the same.
    case steady15kW
    /// A base load, and an oven or a car that comes and goes within seconds and minutes.
    case fluctuating
    /// Draws in the dark and feeds in by day, in clouds.
    case solar
    /// 90 W, and a car that stops a few seconds before the full hour.
    case carBeforeHour

    var load: ScaledMeter.Load {
        switch self {
        case .vacant15W: { _ in (15, 0) }
        case .steady400W: { _ in (400, 0) }
        case .steady10kW: { _ in (10_000, 0) }
        case .steady15kW: { _ in (15_000, 0) }
        case .fluctuating:
            { second in
                let noise = Int((second &* 2_654_435_761) >> 7 & 0xFF)
                let oven = second / 13 % 5 == 0 ? 2_900 : 0
                let kettle = second / 97 % 7 == 3 ? 2_000 : 0
                return (130 + noise + oven + kettle, 0)
            }
        case .solar:
            { second in
                let ofDay = second % 86_400
                let clouds = Int((second / 20 &* 48_271) % 1_700)
                let sun = (8 * 3_600..<16 * 3_600).contains(ofDay) ? 300 + 2 * clouds : 0
                return (max(0, 350 - sun), max(0, sun - 350))
            }
        case .carBeforeHour: { second in ((1_500..<3_590).contains(second % 3_600) ? 11_000 : 90, 0) }
        }
    }
}
