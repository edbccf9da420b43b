public import DLMS

/// Collects a `Reading` from the registers of a list; one for a meter, used again for every message.
@usableFromInline
struct ReadingSink: RegisterSink, Sendable {
    /// As far as it is known; complete after `finish`.
    @usableFromInline var reading = Reading(make: .unknown)
    private var texts: IdentityTexts
    private var tariffs = TariffSums()

    /// - Parameter id: stands for the meter's number where it sends none.
    init(id: String?) {
        texts = IdentityTexts(standIn: id)
    }

    /// The meter, once it has said who it is.
    var identity: MeterIdentity? { texts.known }
    /// True when the meter sends a number of its own.
    var hasNumber: Bool { texts.hasNumber }

    /// Forgets the last message, but not the meter.
    @inline(__always)
    mutating func begin() {
        reading.values.removeAll()
        reading.clock = nil
        reading.assumesEnergyScale = false
        texts.begin()
        if tariffs.areUsed { tariffs = TariffSums() }
    }

    /// Says who made the meter: the reading gets its make, and the identity when the list said it.
    @inline(__always)
    mutating func finish(_ make: Make) {
        reading.make = make
        texts.finish(make, isWholeList: reading.energyImportWh != nil, &reading.identity)
        if tariffs.areUsed { tariffs.fill(&reading) }
        if reading.values.hasZeroVoltage, make.facts.sendsZeroForUnmeasured { reading.removeUnmeasured() }
    }

    @inline(__always)
    @usableFromInline
    mutating func take(clock: COSEMDateTime) {
        reading.clock = clock
    }

    @inline(__always)
    @usableFromInline
    mutating func take(_ code: OBISCode, text: RawSpan) {
        if let kind = IdentityTexts.Kind(code) { texts.take(kind, text) }
    }

    @usableFromInline
    mutating func take(identification: RawSpan) {
        texts.take(identification: identification)
    }

    @inline(__always)
    @usableFromInline
    mutating func assumeEnergyScale() {
        reading.assumesEnergyScale = true
    }

    @inline(__always)
    @usableFromInline
    mutating func take(_ code: OBISCode, value: Int64, scaler: Int, unit: PhysicalUnit) {
        guard let place = RegisterPlace(code) else {
            tariffs.take(code, value, scaler, unit)
            return
        }
        guard unit.rawValue == place.unit, let number = scaled(value, by: scaler &+ place.exponent) else {
            return
        }
        reading.values.add(place.index, number)
    }
}
