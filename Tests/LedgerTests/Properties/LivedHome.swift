import Civil
import Meters
import TestSupport

/// A home, its meter and the machine that listens, with whatever may happen to them: the same for the same seed.
///
/// The meter counts watt-seconds, so its registers are the truth of the power that it shows.
struct LivedHome {
    /// When a meter sends its registers.
    enum Cadence: Int, CaseIterable {
        /// Those of the full hour, in tens of watt-hours, a while after it.
        case fullHour
        /// Those of ten seconds past the hour.
        case pastHour
        /// With every message.
        case always
        case never
    }

    private var random: SeededRandom
    let cadence: Cadence
    private let hardships: Hardships
    let hasExport: Bool
    private let stepWh: Int

    private(set) var steps: [LivedStep] = []
    /// The times in which the counters stood still.
    private(set) var standstills: [Standstill] = []
    /// What flowed in each hour by a clock that is right, in Wh.
    private(set) var truth: [Instant: (importWh: Double, exportWh: Double)] = [:]
    /// By a clock that is right.
    private var now = utc("2026-03-27T20:17:00Z")
    private var hostOffset: Int64 = 0
    private var silentUntil = utc("2026-03-27T20:17:00Z")
    private var drawnW = 1_000
    private var solarW = 0
    private var importWs = 0
    private var exportWs = 0
    /// What the registers show more than what has flowed.
    private var aheadWs = 0
    private var frozen: (importWh: Int, exportWh: Int)?
    private var thaw = utc("2026-03-27T20:17:00Z")

    struct Standstill {
        var from: Instant
        var to: Instant
        /// Messages with the counters that got through meanwhile.
        var heard = 0
    }

    private var meterNumber = 1
    private var list: (due: Instant, reading: Reading)?
    private var lastList: Reading?

    init(seed: UInt64, hours: Int, hardships: Hardships = .all) {
        random = SeededRandom(seed)
        self.hardships = hardships
        cadence = Cadence.allCases[Int(seed % 4)]
        hasExport = random.once(in: 2)
        let isCoarse = random.once(in: 4)
        stepWh = cadence == .fullHour || isCoarse ? 10 : 1
        importWs = Int.random(in: 0...90_000_000, using: &random) * 3_600
        // Some meters' messages come on the full second of the hour, others beside it.
        if random.once(in: 2) { now = now.adding(seconds: Int64.random(in: 1...9, using: &random)) }
        let end = now.adding(seconds: Int64(hours) * 3_600)
        while now < end {
            happen()
            send()
            live()
        }
    }

    // MARK: - What happens

    private mutating func live() {
        if random.once(in: 20) { drawnW = Int.random(in: 0...9_000, using: &random) }
        if random.once(in: 90) { solarW = hasExport ? Int.random(in: 0...7_000, using: &random) : 0 }
        importWs += max(0, drawnW - solarW) * 10
        exportWs += max(0, solarW - drawnW) * 10
        for second in 0..<10 {
            let hour = now.adding(seconds: Int64(second)).hourStart
            truth[hour, default: (0, 0)].importWh += Double(max(0, drawnW - solarW)) / 3_600
            truth[hour, default: (0, 0)].exportWh += Double(max(0, solarW - drawnW)) / 3_600
        }
        now = now.adding(seconds: 10)
    }

    private mutating func happen() {
        if hardships.contains(.losses), random.once(in: 1_500) {
            let longest: Int64 = random.once(in: 8) ? 2 * 86_400 : 5_400
            silentUntil = now.adding(seconds: Int64.random(in: 60...longest, using: &random))
        }
        if hardships.contains(.restarts), random.once(in: 2_000) { step(.restart) }
        if hardships.contains(.powerFailures), random.once(in: 2_000) { step(.powerFailure) }
        if hardships.contains(.clockSteps), random.once(in: 6_000) { stepClock() }
        if hardships.contains(.newRegisters), random.once(in: 8_000) { beginRegisters() }
        if now >= thaw { frozen = nil }
        if hardships.contains(.oddLists), random.once(in: 12_000) {
            frozen = (shownWh(importWs + aheadWs), shownWh(exportWs))
            thaw = now.adding(seconds: Int64.random(in: 600...18_000, using: &random))
            standstills.append(Standstill(from: now, to: thaw))
        }
    }

    private mutating func stepClock() {
        let longest: Int64 = [8, 29, 600, 5_400, 86_400].randomElement(using: &random) ?? 8
        // A step in the middle of nowhere, or back to the right time.
        hostOffset =
            random.once(in: 2) ? 0 : hostOffset + Int64.random(in: -longest...longest, using: &random)
    }

    private mutating func beginRegisters() {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: aheadWs = -importWs
        case 1: aheadWs -= min(importWs + aheadWs, 40_000_000 * 3_600)
        case 2: aheadWs += 60_000_000 * 3_600
        default:
            meterNumber += 1
            aheadWs = -importWs
            lastList = nil
        }
        frozen = nil
        if let last = standstills.indices.last { standstills[last].to = min(standstills[last].to, now) }
    }

    // MARK: - What the meter sends

    private mutating func send() {
        var reading = power()
        switch cadence {
        case .never: break
        case .always: reading = registers()
        case .fullHour, .pastHour: if let list = hourly() { reading = list }
        }
        let isLost = hardships.contains(.losses) && random.once(in: 40)
        if now < silentUntil || isLost {
            if random.once(in: 3) { step(.silence) }
        } else {
            step(.message(reading))
            if frozen != nil, reading.energyImportWh != nil { standstills[standstills.count - 1].heard += 1 }
        }
    }

    private mutating func hourly() -> Reading? {
        let past = now.milliseconds(since: now.hourStart)
        // The message in which the hour began.
        if past < 10_000 {
            let delay: Int64 = cadence == .pastHour ? 10 : Int64.random(in: 5...60, using: &random)
            list = (
                now.adding(seconds: isOdd(12) ? Int64.random(in: 60...1_200, using: &random) : delay),
                registers()
            )
        }
        guard var (due, reading) = list, now >= due else { return nil }
        list = nil
        if hardships.contains(.losses), random.once(in: 10) { return nil }
        if cadence == .pastHour { reading = registers() }
        if let lastList, isOdd(20) { return lastList }
        let power = power()
        (reading.powerImportW, reading.powerExportW) = (power.powerImportW, power.powerExportW)
        due = now
        reading.clock = .init(utc: due)
        lastList = reading
        return reading
    }

    private mutating func isOdd(_ times: Int) -> Bool {
        hardships.contains(.oddLists) && random.once(in: times)
    }

    private func power() -> Reading {
        var reading = Reading.power(
            max(0, drawnW - solarW),
            export: hasExport ? max(0, solarW - drawnW) : nil
        )
        // The one that sends old lists again.
        reading.make = .aidon
        reading.identity = MeterIdentity(make: .aidon, id: "\(meterNumber)", model: "", list: "")
        return reading
    }

    private func registers() -> Reading {
        var reading = power()
        reading.energyImportWh = frozen?.importWh ?? shownWh(importWs + aheadWs)
        if hasExport { reading.energyExportWh = frozen?.exportWh ?? shownWh(exportWs) }
        reading.clock = .init(utc: now)
        return reading
    }

    private func shownWh(_ wattSeconds: Int) -> Int { wattSeconds / 3_600 / stepWh * stepWh }

    private mutating func step(_ kind: LivedStep.Kind) {
        steps.append(LivedStep(kind: kind, time: now.adding(seconds: hostOffset)))
    }
}
