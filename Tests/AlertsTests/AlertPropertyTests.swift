import Alerts
import Civil
import Meters
import TestSupport
import Testing

@Suite("What holds of alerts whatever happens")
struct AlertPropertyTests {
    private struct World {
        var random: SeededRandom
        var time = four
        var there: [Bool]

        init(_ seed: UInt64) {
            random = SeededRandom(seed)
            there = Trouble.all.map { _ in false }
        }

        /// The next things that are seen, at a time that mostly goes on by some seconds.
        mutating func next() -> [AlertInput] {
            let step: Int64
            switch Int.random(in: 0..<100, using: &random) {
            case 0: step = -Int64.random(in: 1...20_000, using: &random)
            case 1: step = Int64.random(in: 60...90_000, using: &random)
            default: step = Int64.random(in: 0...15, using: &random)
            }
            time = time.adding(milliseconds: step * 1_000 + Int64.random(in: -300...300, using: &random))
            let index = Int.random(in: 0..<(Trouble.all.count + 3), using: &random)
            guard index >= Trouble.all.count else {
                if random.once(in: 6) { there[index].toggle() }
                return Trouble.all[index].inputs(there[index], time)
            }
            switch index - Trouble.all.count {
            case 0:
                let risk = Double.random(in: 0...1, using: &random)
                let used = Int.random(in: 0...5_200, using: &random)
                return [.event(.risk(risk, at: time, usedWh: used, isFree: random.once(in: 8)))]
            case 1: return [.event(.closed(time.hourStart.adding(seconds: -3_600), importWh: 5_100))]
            default:
                return [.day(Int.random(in: 0...60_000, using: &random), at: time, in: .oslo)]
            }
        }
    }

    private func rules() throws -> [AlertRule] {
        let kinds = Trouble.all.map(\.kind) + [.hourForecast(probability: 0.8), .dayAbove(wattHours: 50_000)]
        return try kinds.enumerated().map { index, kind in
            try AlertRule(
                kind,
                holdSeconds: index.isMultiple(of: 2) ? 20 : 1,
                quiet: index % 3 == 0 ? QuietHours(parsing: "22-07") : nil,
                coolDownSeconds: index % 4 == 0 ? 0 : 120
            )
        }
    }

    private func engines(_ rules: [AlertRule], _ states: [AlertEngine.State?]) -> [AlertEngine] {
        zip([AlertScope.meter, .home], states).map { scope, state in
            AlertEngine(
                rules: rules,
                scope: scope,
                calendar: .oslo,
                language: .nb,
                meterName: "Hjemme",
                restoring: state
            )
        }
    }

    @Test(
        "Raises and clears alternate for each rule and each key, and no key comes again",
        .ownThread,
        arguments: 1...10
    )
    func alternate(_ seed: UInt64) throws {
        var world = World(seed)
        var engines = engines(try rules(), [nil, nil])
        var standing: [String: String] = [:]
        var seen: Set<String> = []
        var count = 0
        for step in 0..<2_000 {
            if world.random.once(in: 300) {
                let until = world.random.once(in: 2) ? world.time.adding(seconds: 900) : nil
                for index in engines.indices { engines[index].pause(until: until) }
            }
            let inputs = world.next()
            for index in engines.indices {
                for alert in inputs.flatMap({ engines[index].consider($0) }) {
                    count += 1
                    switch alert.state {
                    case .raised:
                        #expect(standing[alert.name] == nil, "two of \(alert.name)")
                        #expect(seen.insert(alert.key).inserted, "again: \(alert.key)")
                        standing[alert.name] = alert.key
                    case .cleared:
                        #expect(standing[alert.name] == alert.key)
                        standing[alert.name] = nil
                        #expect(alert.advice == nil)
                    }
                }
            }
            guard step.isMultiple(of: 20) else { continue }
            let known = engines.flatMap(\.state.standing).sorted()
            #expect(known == standing.values.sorted())
        }
        #expect(count > 20)
    }

    @Test("A restart after each input changes nothing", .ownThread, arguments: 101...104)
    func restarts(_ seed: UInt64) throws {
        var world = World(seed)
        let rules = try rules()
        var steady = engines(rules, [nil, nil])
        var restarted = steady
        var count = 0
        for _ in 0..<500 {
            for input in world.next() {
                for index in steady.indices {
                    let expected = steady[index].consider(input)
                    #expect(restarted[index].consider(input) == expected)
                    count += expected.count
                }
                let states = try restarted.map { try AlertEngine.State(json: $0.state.json()) }
                restarted = engines(rules, states)
            }
        }
        #expect(count > 10)
    }
}
