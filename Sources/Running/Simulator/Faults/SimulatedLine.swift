public import Civil

/// The line between a meter and whoever reads it, and the clock of who reads.
///
/// What it does to a message depends on the message and its own arguments alone.
public struct SimulatedLine: Sendable {
    /// Bytes that arrive.
    public struct Arrival: Sendable {
        /// By the clock of who reads.
        public var time: Instant
        public var bytes: [UInt8]
        /// Where in `bytes` the message begins; `nil` when it did not come through whole.
        public var messageOffset: Int?
    }

    private let faults: FaultList
    private let seed: UInt64

    public init(faults: FaultList = FaultList(), seed: UInt64 = 1) {
        self.faults = faults
        self.seed = seed
    }

    /// What arrives of a message: once as a rule, never in silence, twice when it is doubled.
    public func arrivals(of bytes: [UInt8], sentAt time: Instant) -> [Arrival] {
        if faults.faults.isEmpty { return [Arrival(time: time, bytes: bytes, messageOffset: 0)] }
        if faults.active(.silence, at: time) != nil { return [] }
        let copies: Int64 = happens(.doubled, at: time, 0) ? 2 : 1
        let offset = faults.active(.hostClock, at: time).map { Int64($0.amount) } ?? 0
        return (0..<copies).map { copy in
            var arrival = Arrival(time: time.adding(seconds: offset), bytes: bytes, messageOffset: 0)
            damage(&arrival, at: time, copy)
            return arrival
        }
    }

    private func damage(_ arrival: inout Arrival, at time: Instant, _ copy: Int64) {
        var random = chance(0x4441_4D47, time, copy)
        if happens(.bitErrors, at: time, copy), !arrival.bytes.isEmpty {
            let bit = Int(random.next() % UInt64(arrival.bytes.count * 8))
            arrival.bytes[bit / 8] ^= 1 << (bit % 8)
            arrival.messageOffset = nil
        }
        if happens(.cut, at: time, copy), arrival.bytes.count > 1 {
            arrival.bytes.removeLast(1 + Int(random.next() % UInt64(arrival.bytes.count - 1)))
            arrival.messageOffset = nil
        }
        if let noise = faults.active(.noise, at: time) {
            let bytes = (0..<noise.amount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            arrival.bytes = bytes + arrival.bytes
            arrival.messageOffset = arrival.messageOffset.map { $0 + bytes.count }
        }
    }

    /// Whether this message is the one of so many that a fault takes.
    private func happens(_ name: FaultName, at time: Instant, _ copy: Int64) -> Bool {
        guard let fault = faults.active(name, at: time) else { return false }
        let purpose = name.rawValue.utf8.reduce(0 as UInt64) { $0 &* 31 &+ UInt64($1) }
        var random = chance(purpose, time, copy)
        return random.next() % UInt64(max(1, fault.amount)) == 0
    }

    private func chance(_ purpose: UInt64, _ time: Instant, _ copy: Int64) -> SeededGenerator {
        SeededGenerator(seed: seed ^ (purpose &<< 16), time.unixMilliseconds * 4 + copy)
    }
}
