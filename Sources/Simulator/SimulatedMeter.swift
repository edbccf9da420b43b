public import Ledger
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

    let device: any Device
    let calendar: LocalCalendar
    private let seed: UInt64
    private var load: Source
    /// The next half second that is looked at.
    private var millisecond: Int64
    private var wattSeconds: Int64
    private var reactiveWattSeconds: Int64
    /// Counters of the last full hour.
    private var fullHour: (wattSeconds: Int64, reactive: Int64)
    /// What the load draws in this second.
    private var watts: Int

    /// - Parameters:
    ///   - start: the first moment; rounded up to a whole second.
    ///   - calendar: the zone that models with a local clock keep.
    ///   - energyWh: what its counter shows at the start.
    ///   - encipher: what the models that encipher need.
    /// - Throws: `MissingCipherError` where the model enciphers and is not told how.
    public init(
        model: SimulatedModel,
        load: Source,
        from start: Instant,
        calendar: LocalCalendar,
        seed: UInt64 = 1,
        energyWh: Int = 24_681_350,
        encipher: Encipher? = nil
    ) throws(MissingCipherError) {
        device = try model.device(encipher)
        self.calendar = calendar
        self.seed = seed
        let second = (start.unixMilliseconds + 999) / 1_000
        let counted = Int64(energyWh) * 3_600
        var load = load
        watts = load.watts(at: second)
        self.load = load
        millisecond = second * 1_000
        wattSeconds = counted
        reactiveWattSeconds = counted / 9
        fullHour = (counted, counted / 9)
    }

    /// Who it is; its texts are empty where its messages do not say.
    public var identity: MeterIdentity { device.identity }

    /// What the counter shows now, in Wh, exact.
    public var energyWh: Int { Int(wattSeconds / 3_600) }

    /// The next message; there is always one.
    public mutating func next() -> Message {
        while true {
            let now = Instant(unixMilliseconds: millisecond)
            let ofHour = now.milliseconds(since: now.hourStart)
            if ofHour == 0 { fullHour = (wattSeconds, reactiveWattSeconds) }
            let kind = device.list(atMillisecondOfHour: ofHour, delaySlot: delaySlot(of: now.hourStart))
            let values = kind == nil ? nil : shown(at: now)
            step()
            if let kind, let values {
                return Message(
                    time: now,
                    kind: kind,
                    values: values,
                    bytes: device.bytes(Showing(kind: kind, values: values, calendar: calendar))
                )
            }
        }
    }

    /// Lets half a second pass.
    private mutating func step() {
        millisecond += 500
        guard millisecond % 1_000 == 0 else { return }
        wattSeconds += Int64(watts)
        reactiveWattSeconds += Int64(watts) / 9
        watts = load.watts(at: millisecond / 1_000)
    }

    private func delaySlot(of hour: Instant) -> Int {
        var random = SeededGenerator(seed: seed, hour.unixSeconds)
        return Int(random.next() % 6)
    }

    private func shown(at now: Instant) -> MeterValues {
        var random = SeededGenerator(seed: seed, now.unixSeconds)
        let voltages = (0..<3).map { _ in 229_000 + Int(random.next() % 3_000) }
        let shares = MeterValues.phases(of: watts)
        let counters = device.countersAreOfFullHour ? fullHour : (wattSeconds, reactiveWattSeconds)
        return MeterValues(
            time: now,
            powerW: watts,
            reactiveVar: watts / 9,
            phasePowerW: shares,
            phaseReactiveVar: MeterValues.phases(of: watts / 9),
            currentMA: zip(shares, voltages).map { $0 * 1_000_000 / $1 },
            voltageMV: voltages,
            energyWh: Int(counters.0 / 3_600) / device.energyStepWh * device.energyStepWh,
            reactiveWh: Int(counters.1 / 3_600) / device.energyStepWh * device.energyStepWh
        )
    }
}
