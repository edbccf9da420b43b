public import Civil
public import Meters

/// A meter on a wire: measures a load, and gives the messages that a meter of its model would send, in order.
///
/// What it gives depends on its arguments alone. Its registers count watt-seconds, so that the truth is exact.
public struct SimulatedMeter<Source: Load>: Sendable {
    /// One message on the wire.
    public struct Message: Sendable {
        /// When the meter sends it.
        public var time: Instant
        public var kind: ListKind
        /// What it shows.
        public var values: MeterValues
        public var bytes: [UInt8]
    }

    private(set) var device: any Device
    let calendar: LocalCalendar
    private let seed: UInt64
    private var load: Source
    private let faults: FaultList
    private var lists: ListFaults
    private var registers: ShownRegisters
    /// The next half second that is looked at.
    private var millisecond: Int64
    /// What has flowed since the meter was made.
    private var flowed: Counters
    /// What the registers showed at the meter's last full hour.
    private var fullHour: Counters
    /// The last hourly list that went out.
    private var lastList: MeterValues?
    /// What the load draws in this second; negative when more is made than drawn.
    private var watts = 0

    /// - Parameters:
    ///   - start: the first moment; rounded up to a whole second.
    ///   - calendar: the zone that models with a local clock keep.
    ///   - energyWh: what its counter shows at the start.
    ///   - encipher: what the models that encipher need.
    ///   - faults: what goes wrong with the meter; those of the line are `SimulatedLine`'s.
    /// - Throws: `MissingCipherError` where the model enciphers and is not told how.
    public init(
        model: SimulatedModel,
        load: Source,
        from start: Instant,
        calendar: LocalCalendar,
        seed: UInt64 = 1,
        energyWh: Int = 24_681_350,
        encipher: Encipher? = nil,
        faults: FaultList = FaultList()
    ) throws(MissingCipherError) {
        device = try model.device(encipher)
        self.calendar = calendar
        self.seed = seed
        self.load = load
        self.faults = faults
        lists = ListFaults(faults)
        registers = ShownRegisters(faults)
        millisecond = (start.unixMilliseconds + 999) / 1_000 * 1_000
        let counted = Int64(energyWh) * 3_600
        flowed = Counters(importWs: counted, reactiveWs: counted / 9)
        fullHour = flowed
        watts = netWatts()
    }

    /// Who it is; its texts are empty where its messages do not say.
    public var identity: MeterIdentity { device.identity }

    /// What it has counted of what was drawn, in Wh, exact, whatever its registers show.
    public var energyWh: Int { Int(flowed.importWs / 3_600) }

    /// The same of what was fed in.
    public var exportWh: Int { Int(flowed.exportWs / 3_600) }

    /// The next message; there is always one.
    public mutating func next() -> Message {
        while true {
            let now = Instant(unixMilliseconds: millisecond)
            if let other = registers.pass(to: now, flowed) { become(other) }
            let clock = meterClock(at: now)
            let ofHour = clock.milliseconds(since: clock.hourStart)
            if ofHour == 0 { fullHour = registers.shown(flowed) }
            let kind = device.list(atMillisecondOfHour: ofHour, delaySlot: delaySlot(of: clock.hourStart))
            let sending = lists.sending(kind, at: now, past: ofHour)
            guard let sending else {
                step()
                continue
            }
            defer { step() }
            return message(sending, at: now, clock)
        }
    }

    /// Lets half a second pass.
    private mutating func step() {
        millisecond += 500
        guard millisecond % 1_000 == 0 else { return }
        flowed.importWs += Int64(max(0, watts))
        flowed.exportWs += Int64(max(0, -watts))
        flowed.reactiveWs += Int64(abs(watts)) / 9
        watts = netWatts()
    }

    private mutating func netWatts() -> Int {
        let drawn = load.watts(at: millisecond / 1_000)
        let now = Instant(unixMilliseconds: millisecond)
        guard let production = faults.active(.production, at: now) else { return drawn }
        let sunshine = Sunshine(seed: seed, calendar: calendar)
        return drawn - sunshine.watts(at: millisecond / 1_000, noonW: production.amount)
    }

    private mutating func become(_ other: Fault) {
        let own = device.identity
        // Its last digit is another, and so no other meter's of the simulator.
        let number = other.meterNumber ?? String(own.id.dropLast()) + (own.id.last == "9" ? "8" : "9")
        device.identity = MeterIdentity(make: own.make, id: number, model: own.model, list: own.list)
        fullHour = Counters()
        lastList = nil
    }

    private func meterClock(at now: Instant) -> Instant {
        now.adding(seconds: faults.active(.wrongClock, at: now).map { Int64($0.amount) } ?? 0)
    }

    private func delaySlot(of hour: Instant) -> Int {
        var random = SeededGenerator(seed: seed, hour.unixSeconds)
        return Int(random.next() % 6)
    }

    // MARK: - What it shows

    private mutating func message(
        _ sending: ListFaults.Sending,
        at now: Instant,
        _ clock: Instant
    ) -> Message {
        var values = shown(at: now, hasCurrentCounters: sending.hasCurrentCounters)
        values.clock = faults.active(.unsetClock, at: now) == nil ? clock : nil
        if sending.kind == .hourly {
            if sending.isRepeated, let lastList { values.repeat(lastList) }
            lastList = values
        }
        let showing = Showing(kind: sending.kind, values: values, calendar: calendar)
        return Message(time: now, kind: sending.kind, values: values, bytes: device.bytes(showing))
    }

    private func shown(at now: Instant, hasCurrentCounters: Bool) -> MeterValues {
        var random = SeededGenerator(seed: seed, now.unixSeconds)
        let voltages = (0..<3).map { _ in 229_000 + Int(random.next() % 3_000) }
        let isSigned = watts < 0 && faults.active(.signedPower, at: now) != nil
        let drawn = isSigned ? watts : max(0, watts)
        let fedIn = isSigned ? 0 : max(0, -watts)
        let isOfFullHour = device.countersAreOfFullHour && !hasCurrentCounters
        let counters = isOfFullHour ? fullHour : registers.shown(flowed)
        return MeterValues(
            time: now,
            powerW: drawn,
            exportW: fedIn,
            reactiveVar: abs(watts) / 9,
            phasePowerW: MeterValues.phases(of: drawn),
            phaseExportW: MeterValues.phases(of: fedIn),
            phaseReactiveVar: MeterValues.phases(of: abs(watts) / 9),
            currentMA: zip(MeterValues.phases(of: abs(watts)), voltages).map { $0 * 1_000_000 / $1 },
            voltageMV: voltages,
            energyWh: inSteps(counters.importWs),
            exportWh: inSteps(counters.exportWs),
            reactiveWh: inSteps(counters.reactiveWs),
            hasCurrentCounters: hasCurrentCounters
        )
    }

    /// Watt-seconds in whole steps of the model's counter, in Wh.
    private func inSteps(_ wattSeconds: Int64) -> Int {
        Int(wattSeconds / 3_600) / device.energyStepWh * device.energyStepWh
    }
}
