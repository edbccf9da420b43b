import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@Suite("Energy fed in")
struct ExportTests {
    @Test("An hour's export is the difference of its register")
    func measured() {
        var play = Play()
        play.list(utc("16:00:00"), 100, export: 5_000)
        play.power(0, export: 2_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.list(utc("17:00:00"), 100, export: 7_003)
        #expect(play.closings.map(\.exportWh) == [2_003])
        #expect(play.closings.map(\.importWh) == [0])
        #expect(play.closings.map(\.quality) == [.measured])
    }

    @Test("List 1 does not say the export: what list 2 said holds while nothing is drawn")
    func powerAlone() {
        var play = Play()
        var now = utc("16:00:00")
        while now < utc("17:03:00") {
            play.record(.power(0, export: 3_600), at: now)
            for second in [2, 4, 6, 8] { play.record(.power(0), at: now.adding(seconds: Int64(second))) }
            now = now.adding(seconds: 10)
        }
        #expect(play.closings.map(\.exportWh) == [3_600])
        #expect(play.closings.map(\.quality) == [.integrated])
    }

    @Test("And not when power is drawn, nor for more than half a minute")
    func ends() {
        var drawn = Play()
        drawn.record(.power(0, export: 3_600), at: utc("16:00:00"))
        drawn.power(10, from: utc("16:00:10"), to: utc("17:03:00"))
        #expect(drawn.closings.map(\.exportWh) == [10])
        var old = Play()
        old.record(.power(0, export: 3_600), at: utc("16:00:00"))
        old.power(0, from: utc("16:00:10"), to: utc("17:03:00"))
        // Said at 0 s, and held by the messages at 10, 20 and 30 s for ten seconds each.
        #expect(old.closings.map(\.exportWh) == [40])
    }

    @Test("A split hour's export is split too")
    func split() {
        var play = Play()
        play.list(utc("16:00:00"), 0, export: 0)
        play.power(0, export: 3_000, from: utc("16:00:10"), to: utc("17:00:00"))
        play.power(0, export: 1_000, from: utc("17:00:00"), to: utc("18:00:00"))
        play.list(utc("18:00:00"), 0, export: 4_000)
        let exports = ["16:00:00", "17:00:00"].compactMap { play.hour($0)?.exportWh }
        #expect(exports.reduce(0, +) == 4_000)
        #expect((2_995...3_000).contains(exports.first ?? 0))
    }

    @Test("A list without the export's register neither falls nor jumps")
    func withoutExport() {
        var play = Play()
        play.list(utc("16:00:00"), 100, export: 4_540_830)
        play.record(.registers(200, export: nil, clock: utc("17:00:10")), at: utc("17:00:10"))
        play.list(utc("18:00:00"), 300, export: 4_540_930)
        #expect(play.notices == [])
        #expect(play.closings.map(\.importWh) == [100, 100])
        #expect(play.closings.map(\.exportWh) == [0, 100])
    }

    /// A message at 16:00:10, a second one at 16:01:10, and the export counter after each.
    static let words: [(first: Reading, second: Reading, exportWh: [Int?])] = [
        (.power(500), .power(500), [nil, nil]),
        (.registers(7_000, export: nil, clock: nil), .power(500), [nil, nil]),
        (.registers(7_000, export: 0, clock: nil), .power(500), [0, 0]),
        (.registers(7_000, export: 40, clock: nil), .power(500), [40, 40]),
        (.registers(7_000, export: nil, clock: nil), .power(500, export: 0), [nil, 0]),
        (.registers(7_000, export: nil, clock: nil), .power(-60), [nil, 0]),
    ]

    @Test("A counter of energy fed in is told once the meter has said anything of it", arguments: words)
    func said(first: Reading, second: Reading, exportWh: [Int?]) throws {
        var play = Play()
        for (place, reading) in [first, second].enumerated() {
            play.record(reading, at: utc("16:00:10").adding(seconds: Int64(60 * place)))
            let live = try #require(play.live)
            #expect(live.energyExportWh == exportWh[place])
            #expect(live.sendsExport == (exportWh[place] != nil))
            #expect(play.ledger.sendsExport == live.sendsExport)
            #expect((play.days.last?.exportWh != nil) == live.sendsExport)
            #expect((play.days.last?.monthExportWh != nil) == live.sendsExport)
            try play.restart()
        }
    }

    @Test("Another meter has not said it yet")
    func otherMeter() throws {
        var play = Play()
        var reading = Reading.registers(7_000, export: 40, clock: nil)
        reading.identity = MeterIdentity(make: .kamstrup, id: "1", model: "", list: "")
        play.record(reading, at: utc("16:00:10"))
        #expect(play.ledger.sendsExport)
        reading.identity = MeterIdentity(make: .kamstrup, id: "2", model: "", list: "")
        reading.energyExportWh = nil
        play.record(reading, at: utc("16:00:20"))
        #expect(!play.ledger.sendsExport)
        #expect(play.live?.energyExportWh == nil)
    }

    @Test("A state written before this was kept knows it by its counter", arguments: [0, 40])
    func oldState(exportWh: Int) throws {
        var play = Play()
        play.record(.registers(7_000, export: exportWh, clock: nil), at: utc("16:00:10"))
        let data = try JSONEncoder().encode(play.ledger.state)
        var json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(json.removeValue(forKey: "hasSentExport") as? Bool == true)
        let old = try JSONDecoder().decode(
            LedgerState.self,
            from: JSONSerialization.data(withJSONObject: json)
        )
        #expect(old.sendsExport == (exportWh > 0))
    }

    /// Of domain.md, section 3.5: what two registers in the middle of hours say of the hours between.
    static let spans: [(String, String, Int, [Int])] = [
        ("2026-01-15T10:45:00Z", "2026-01-15T11:15:00Z", 1_200, [600, 600]),
        ("2026-01-15T09:20:00Z", "2026-01-15T12:10:00Z", 8_500, [2_000, 3_000, 3_000, 500]),
        ("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", 4_000, [2_000, 2_000]),
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", 4_000, [2_000, 2_000]),
    ]

    @Test("A difference without power is spread evenly over the time", arguments: spans)
    func evenly(from: String, to: String, wh: Int, parts: [Int]) {
        var play = Play()
        play.record(.registers(50_000, clock: nil), at: utc(from))
        play.record(.registers(50_000 + wh, clock: nil), at: utc(to))
        play.advance(to: utc(to).adding(seconds: 7_200))
        let hours = play.hours.values.sorted { $0.start < $1.start }.map(\.importWh)
        #expect(Array(hours.prefix(parts.count)) == parts)
    }
}
