import Civil
import Simulator
import TestSupport
import Testing

@Suite("A simulated meter", .ownThread)
struct SimulatedMeterTests {
    /// 2026-01-15T06:59:00Z, a minute before the hour.
    static let start = Instant(unixSeconds: 1_768_460_340)
    static let calendar = LocalCalendar(fixedOffsetSeconds: 3_600)

    struct Constant: Load {
        var value: Int
        mutating func watts(at unixSeconds: Int64) -> Int { value }
    }

    @Test(
        "Its messages are read back to what it shows, register by register",
        arguments: SimulatedModel.allCases
    )
    func messagesSayTheTruth(model: SimulatedModel) throws {
        var meter = try SimulatedMeter(
            model: model,
            load: Household(seed: 7, calendar: Self.calendar),
            from: Self.start,
            calendar: Self.calendar,
            encipher: FakeCipher.encipher
        )
        let messages = (0..<120).map { _ in meter.next() }
        let decoded = Decoded.messages(in: messages.flatMap(\.bytes))
        #expect(decoded.lost == 0)
        #expect(decoded.found.count == messages.count)
        for (message, found) in zip(messages, decoded.found) {
            let truth = meter.truth(of: message)
            #expect(found.make == model.make)
            #expect(found.clock == truth.clock)
            #expect(
                found.values == Dictionary(uniqueKeysWithValues: truth.registers.map { ($0.code, $0.value) })
            )
        }
        #expect(messages.contains { $0.kind == .hourly })
    }

    @Test(
        "It sends what its model sends in the minute around the hour",
        arguments: [
            (.kamstrup, [.instantaneous: 12, .hourly: 1]),
            (.kamstrupSweden, [.instantaneous: 12, .hourly: 1]),
            (.kamstrupSegmented, [.instantaneous: 12, .hourly: 1]),
            (.kaifa, [.power: 48, .instantaneous: 11, .hourly: 1]),
            (.aidon, [.power: 36, .instantaneous: 11, .hourly: 1]),
            (.iskraemeco, [.instantaneous: 11, .hourly: 1]),
            (.kaifaAustria, [.hourly: 24]),
            (.sagemcomAustria, [.hourly: 24]),
            (.kamstrupDenmark, [.hourly: 12]),
            (.aidonSweden, [.hourly: 12]),
            (.kaifaSweden, [.hourly: 12]),
            (.kaifaSwedenCT, [.hourly: 12]),
            (.landisGyr, [.hourly: 12]),
            (.p1Kaifa, [.hourly: 12]),
            (.p1Kamstrup, [.hourly: 12]),
            (.p1LandisGyr, [.hourly: 12]),
            (.p1NES, [.hourly: 12]),
        ] as [(SimulatedModel, [ListKind: Int])]
    )
    func cadence(model: SimulatedModel, expected: [ListKind: Int]) throws {
        var meter = try SimulatedMeter(
            model: model,
            load: Constant(value: 1_000),
            from: Self.start,
            calendar: Self.calendar,
            encipher: FakeCipher.encipher
        )
        var counts: [ListKind: Int] = [:]
        var last = Self.start.adding(seconds: -1)
        while true {
            let message = meter.next()
            guard message.time < Self.start.adding(seconds: 120) else { break }
            #expect(message.time > last)
            last = message.time
            counts[message.kind, default: 0] += 1
        }
        #expect(counts == expected)
    }

    @Test(
        "Its counter rises by what the load draws",
        arguments: [SimulatedModel.aidon, .kaifa, .kamstrup, .kamstrupSweden]
    )
    func countsEnergy(model: SimulatedModel) throws {
        var meter = try SimulatedMeter(
            model: model,
            load: Constant(value: 3_600),
            from: Self.start,
            calendar: Self.calendar,
            energyWh: 10_000
        )
        var counters: [Int] = []
        while counters.count < 3 {
            let message = meter.next()
            if message.kind == .hourly { counters.append(message.values.energyWh) }
        }
        // A watt-hour a second: the first list after 60 s, or 70 s where it counts up to the moment it is sent.
        let first = model == .kaifa ? 10_070 : 10_060
        #expect(counters == [first, first + 3_600, first + 7_200])
    }

    @Test("The same seed is the same home, a different one another")
    func seeds() {
        func sum(_ seed: UInt64) -> Int {
            var home = Household(seed: seed, calendar: Self.calendar)
            return (0..<86_400).reduce(0) { $0 + home.watts(at: Self.start.unixSeconds + Int64($1)) }
        }
        #expect(sum(1) == sum(1))
        #expect(sum(1) != sum(2))
        // A Norwegian winter day: between 15 and 80 kWh.
        #expect((15...80).contains(sum(1) / 3_600_000))
    }
}
