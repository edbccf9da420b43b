import Civil
import Foundation
import Ledger
import Meters
import Telling
import TestSupport
import Testing

@testable import Dashboard

@Suite("/data.json")
struct DataJSONTests {
    private func json(_ state: MeterState, after seconds: Double = 1) throws -> JSON {
        try JSON(
            String(decoding: try JSONEncoder().encode(DataJSON(state, at: after(seconds))), as: UTF8.self)
        )
    }

    /// evcc's template `amsleser`: a jq path for each number, taken as it is printed.
    private func evcc(_ path: String, _ json: JSON) -> String? {
        let value = path.split(separator: ".").reduce(Optional(json)) { $0?[String($1)] }
        guard case .number(let number)? = value else { return nil }
        return "\(number)"
    }

    @Test(
        "evcc's meter amsleser finds its numbers",
        arguments: [
            (".w", "1247"), (".e", "0"), (".ic", "109552.25"), (".ec", "0.007"), (".l1.i", "1.89"),
            (".l2.i", "0"), (".l3.i", "3.7"), (".l1.u", "230.1"), (".l2.u", "229"), (".l3.u", "231.5"),
        ]
    )
    func evccGrid(path: String, value: String) throws {
        #expect(evcc(path, try json(Home.state(Home.events))) == value)
    }

    @Test("More out than in is negative, and positive for evcc's pv")
    func export() throws {
        let json = try json(Home.state([Home.live(Home.reading(importW: 0, exportW: 3_210))]))
        #expect(evcc(".w", json) == "-3210")
        #expect(evcc(".e", json) == "3210")
        #expect(evcc(".i", json) == "0")
    }

    @Test(
        "Short messages hold what is drawn alone; what is fed in comes from the last long one",
        arguments: [(0, 0 - 500, 500), (800, 800, 0)]
    )
    func shortMessages(importW: Int, w: Int, e: Int) throws {
        var short = Reading(make: .aidon)
        short.powerImportW = importW
        let json = try json(
            Home.state([Home.live(Home.reading(importW: 0, exportW: 500)), Home.live(short)])
        )
        #expect(json["w"]?.int == w)
        #expect(json["e"]?.int == e)
        #expect(json["l1"]?["u"]?.double == 230.1)
    }

    @Test("What the meter never sent is left out, and nothing is null")
    func leftOut() throws {
        var short = Reading(make: .aidon)
        short.powerImportW = 700
        let live = LiveValues(time: Home.time, reading: short, energyImportWh: nil, energyExportWh: nil)
        #expect(try json(Home.state([.live(live)])) == .object(["i": .number(700), "w": .number(700)]))
        #expect(try json(MeterState()) == .object([:]))
    }

    @Test("In an IT net the current of L2 is missing and said to be")
    func grid() throws {
        var reading = Home.reading()
        reading.currentMA = PhaseValues(l1: 1_000, l3: 2_000)
        let json = try json(Home.state([Home.live(reading)]))
        #expect(json["l2"]?["i"] == nil)
        #expect(json["l2"]?["e"] == .bool(true))
        #expect(json["l1"]?["e"] == nil)
    }

    @Test("Power that is older than a minute is not shown as power now; counters are")
    func old() throws {
        let state = Home.state(Home.events)
        #expect(try json(state, after: 60)["w"]?.int == 1_247)
        let old = try json(state, after: 61)
        #expect(old["w"] == nil && old["i"] == nil && old["e"] == nil && old["l1"] == nil)
        #expect(old["ic"]?.double == 109_552.25)
    }

    @Test("The energy account has peaks, step, hour, day and month")
    func account() throws {
        let json = try json(Home.state(Home.events))["ea"]
        #expect(json?["x"]?.double == 6.165)
        #expect(json?["p"]?.list.compactMap(\.double) == [6.5, 6.004, 5.99])
        #expect(json?["t"]?.int == 10)
        #expect(json?["h"] == .object(["u": .number(Decimal(string: "2.001") ?? 0)]))
        #expect(json?["d"]?["u"]?.double == 31.234)
        #expect(json?["d"]?["p"]?.double == 0.012)
        #expect(json?["m"]?["u"]?.double == 812.345)
    }

    @Test("Numbers that no home has overflow nothing")
    func extremes() throws {
        let reading = Home.reading(importW: .min, exportW: .max)
        #expect(try json(Home.state([Home.live(reading)]))["w"] == nil)
    }

    @Test("Another meter on the port starts from nothing")
    func otherMeter() throws {
        let other = MeterIdentity(make: .aidon, id: "7359", model: "6525", list: "AIDON_V0001")
        let state = Home.state([.meter(Home.meter)] + Home.events + [.meter(other)])
        #expect(try json(state) == .object([:]))
        #expect(state.now.identity == other)
    }
}
