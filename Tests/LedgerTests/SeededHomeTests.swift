import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Whatever happens", .ownThread)
struct SeededHomeTests {
    private func play(_ home: SeededHome, restartOnceIn times: Int? = nil, seed: UInt64 = 0) throws -> Play {
        var random = SeededRandom(seed)
        var play = Play()
        for message in home.messages {
            play.record(message.reading, at: message.arrival)
            if let times, random.once(in: times) { try play.restart() }
        }
        return play
    }

    @Test(
        "Between two lists the hours add up to the registers' difference, and none comes askew",
        arguments: 0..<24
    )
    func sums(seed: Int) throws {
        let home = SeededHome(seed: UInt64(seed), hours: 150)
        let play = try play(home)
        #expect(home.lists.count > 20)
        let hours = play.hours
        for (from, to) in zip(home.lists, home.lists.dropFirst()) {
            var sum = 0
            var start = from.hour
            while start < to.hour {
                sum += hours[start]?.importWh ?? -1_000_000
                start = start.adding(milliseconds: Instant.hourMilliseconds)
            }
            #expect(sum == to.wh - from.wh, "\(from.hour) to \(to.hour)")
            if to.hour.milliseconds(since: from.hour) == Instant.hourMilliseconds {
                #expect(hours[from.hour]?.quality == .measured, "\(from.hour)")
            }
        }
        #expect(play.closings.allSatisfy { $0.start == $0.start.hourStart && $0.importWh >= 0 })
        #expect(play.counters == play.counters.sorted())
        #expect(play.notices.allSatisfy { if case .repeatedHourlyList = $0 { true } else { false } })
    }

    @Test("Restarts change nothing", arguments: 0..<6)
    func restarts(seed: Int) throws {
        let home = SeededHome(seed: UInt64(100 + seed), hours: 60)
        let once = try play(home)
        let often = try play(home, restartOnceIn: 50, seed: UInt64(seed))
        #expect(often.closings == once.closings)
        #expect(often.notices == once.notices)
        #expect(often.counters == once.counters)
        #expect(often.status == once.status)
    }

    @Test("A list that comes late replaces what was announced, and never for a worse value", arguments: 0..<6)
    func replacements(seed: Int) throws {
        let home = SeededHome(seed: UInt64(200 + seed), hours: 100)
        var best: [Instant: HourQuality] = [:]
        for hour in try play(home).closings {
            if best[hour.start] == .measured { #expect(hour.quality == .measured) }
            best[hour.start] = hour.quality
        }
        #expect(best.values.contains(.split) || best.values.contains(.gap))
    }

    /// Values at the edges of what fits, and clocks that run anywhere within sixty years.
    @Test("Hostile readings and clocks crash nothing", arguments: 0..<8)
    func hostile(seed: Int) throws {
        var random = SeededRandom(UInt64(300 + seed))
        let edges = [
            Int.min, Int.min + 1, -1, 0, 1, 10_000, 100_000_000, 1_000_000_000_000_000, Int.max - 1, Int.max,
        ]
        var play = Play()
        var now = utc("2026-01-15T12:00:00Z")
        for _ in 0..<1_500 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0: now = Instant(unixSeconds: Int64.random(in: 0...2_000_000_000, using: &random))
            case 1: now = now.adding(milliseconds: Int64.random(in: -90_000_000...90_000_000, using: &random))
            default: now = now.adding(milliseconds: Int64.random(in: 0...60_000, using: &random))
            }
            var reading = Reading.power(
                edges.randomElement(using: &random),
                export: edges.randomElement(using: &random)
            )
            if random.once(in: 3) { reading.energyImportWh = edges.randomElement(using: &random) }
            if random.once(in: 3) { reading.energyExportWh = edges.randomElement(using: &random) }
            if random.once(in: 2) {
                reading.clock = .init(
                    utc: now.adding(seconds: Int64.random(in: -4_000...4_000, using: &random))
                )
            }
            play.record(reading, at: now)
            if random.once(in: 5) { play.advance(to: now.adding(seconds: 7_300)) }
        }
        try play.restart()
        #expect(play.closings.count > 0)
        #expect(play.closings.allSatisfy { $0.start == $0.start.hourStart })
        #expect(
            play.closings.allSatisfy {
                $0.importWh >= 0 && $0.exportWh >= 0 && (0...3_600).contains($0.seenSeconds)
            }
        )
        let status = try #require(play.status)
        #expect((0...1).contains(status.stepRisk) && status.budgetW >= 0 && status.lowWh >= status.usedWh)
    }
}
