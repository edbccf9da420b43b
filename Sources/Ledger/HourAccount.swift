/// What is known of one hour before it is settled: what registers say of it, and what power says of the rest.
struct HourAccount: Sendable, Codable, Equatable {
    /// How the energy of registers came into the hour; the worst that happened counts.
    enum Division: Int, Sendable, Codable, Comparable {
        /// The registers stood at the hour's ends, or close around them.
        case exact
        /// A difference over several hours, divided by the power seen in each.
        case byPower
        /// The same where power was not seen: divided evenly over the time.
        case evenly

        static func < (a: Division, b: Division) -> Bool { a.rawValue < b.rawValue }
    }

    let start: Instant
    /// Energy that registers account for, and the time that they account for.
    private(set) var registered = WattHours()
    private(set) var registeredMilliseconds: Int64 = 0
    private(set) var division = Division.exact
    /// Power before the first register: no register will ever speak for it.
    private(set) var settled = PowerIntegral()
    /// Power since the last register: the next register replaces it.
    private(set) var open = PowerIntegral()
    /// How long power was seen in the hour, and the highest.
    private(set) var seenMilliseconds: Int64 = 0
    private(set) var peakW: Int?
    /// The part of `open` before the first message of all, which the register at the hour's start speaks for.
    private var assumedMilliseconds: Int64 = 0
    /// True when the hour was announced without its register.
    var isAnnounced = false

    init(start: Instant) {
        self.start = start
    }

    var end: Instant { start.adding(milliseconds: Instant.hourMilliseconds) }

    /// The hour's energy as far as it is known.
    var energy: WattHours { registered + settled.energy + open.energy }

    // MARK: - Booking

    /// Books time that passed, with the power that was held through it; `nil` when none was seen.
    mutating func pass(milliseconds: Int64, power: PowerSample?) {
        open.elapsedMilliseconds += milliseconds
        guard let power else { return }
        open.importWms += Int64(power.importW) * milliseconds
        open.exportWms += Int64(power.exportW) * milliseconds
        open.seenMilliseconds += milliseconds
        seenMilliseconds += milliseconds
        peakW = max(peakW ?? power.importW, power.importW)
    }

    /// Takes the time from a register to `now`, as far as nobody was there to see it, for unseen.
    mutating func assume(from register: Instant, to now: Instant) {
        let accounted = registeredMilliseconds + settled.elapsedMilliseconds + open.elapsedMilliseconds
        assumedMilliseconds = max(0, min(now, end).milliseconds(since: max(register, start)) - accounted)
        open.elapsedMilliseconds += assumedMilliseconds
    }

    /// The register was not that of the hour's start.
    mutating func withdrawAssumption() {
        open.elapsedMilliseconds -= assumedMilliseconds
        assumedMilliseconds = 0
    }

    /// Puts a part of a register difference in the place of the power since the last register.
    mutating func book(_ energy: WattHours, _ division: Division) {
        registered = registered + energy
        registeredMilliseconds += open.elapsedMilliseconds
        self.division = max(self.division, division)
        open = PowerIntegral()
        assumedMilliseconds = 0
    }

    /// Says that no register will speak for the power so far.
    mutating func settleByPower() {
        settled.add(open)
        open = PowerIntegral()
        assumedMilliseconds = 0
    }

    mutating func convertRegistered(_ convert: (WattHours) -> WattHours) {
        registered = convert(registered)
    }

    // MARK: - Closing

    /// The hour as it is known now.
    func closed() -> Hour {
        Hour(
            start: start,
            importWh: energy.importWh,
            exportWh: energy.exportWh,
            quality: quality,
            peakW: peakW,
            seenSeconds: Int(seenMilliseconds / 1_000)
        )
    }

    /// Samples come up to ten seconds apart and the list of the full hour may push one aside.
    private static let toleratedMilliseconds: Int64 = 60_000

    var quality: HourQuality {
        if registeredMilliseconds >= Instant.hourMilliseconds - 1_000 {
            switch division {
            case .exact: return .measured
            case .byPower: return .split
            case .evenly: return .gap
            }
        }
        let known = seenMilliseconds >= Instant.hourMilliseconds - Self.toleratedMilliseconds
        return known && division != .evenly ? .integrated : .gap
    }

    /// How the running hour is known so far, `now` being in it.
    func qualityOfRunning(at now: Instant) -> HourQuality {
        let passed = now.milliseconds(since: start)
        let unseen = passed - seenMilliseconds
        let unknown = passed - registeredMilliseconds - settled.elapsedMilliseconds - open.elapsedMilliseconds
        if unknown > 1_000 || unseen > Self.toleratedMilliseconds { return .gap }
        return settled.elapsedMilliseconds > 0 ? .integrated : .measured
    }
}

/// Energy in both directions, in Wh.
struct WattHours: Sendable, Codable, Equatable {
    var importWh = 0
    var exportWh = 0

    static func + (a: WattHours, b: WattHours) -> WattHours {
        WattHours(importWh: a.importWh + b.importWh, exportWh: a.exportWh + b.exportWh)
    }

    static func - (a: WattHours, b: WattHours) -> WattHours {
        WattHours(importWh: a.importWh - b.importWh, exportWh: a.exportWh - b.exportWh)
    }
}

/// Power in both directions, in W.
struct PowerSample: Sendable, Codable, Equatable {
    var importW: Int
    var exportW: Int

    /// What power may be, in W. Beyond 100 MW is no home's, and sums of it would not stay within 64 bits.
    static let plausibleW = 0...100_000_000

    /// - Parameter heldExportW: the export that the meter spoke of last: list 1 does not say it.
    /// - Returns: `nil` without a power that can be.
    init?(importW: Int?, exportW: Int?, heldExportW: Int?) {
        guard let importW, Self.plausibleW.contains(importW) else { return nil }
        self.importW = importW
        if let exportW {
            guard Self.plausibleW.contains(exportW) else { return nil }
            self.exportW = exportW
        } else {
            // A meter counts the sum of its phases, so power flows one way at a time.
            self.exportW = importW > 0 ? 0 : heldExportW ?? 0
        }
    }
}

/// Power summed over time, in W·ms: 3,600,000 of them are a Wh. Whole numbers, so nothing is lost over a year.
struct PowerIntegral: Sendable, Codable, Equatable {
    var importWms: Int64 = 0
    var exportWms: Int64 = 0
    var elapsedMilliseconds: Int64 = 0
    var seenMilliseconds: Int64 = 0

    static let wmsPerWh: Int64 = 3_600_000

    var energy: WattHours {
        WattHours(importWh: rounded(importWms), exportWh: rounded(exportWms))
    }

    mutating func add(_ other: PowerIntegral) {
        importWms += other.importWms
        exportWms += other.exportWms
        elapsedMilliseconds += other.elapsedMilliseconds
        seenMilliseconds += other.seenMilliseconds
    }

    private func rounded(_ wms: Int64) -> Int { Int((wms + Self.wmsPerWh / 2) / Self.wmsPerWh) }
}
