import Civil
import Foundation
import Ledger
import Meters
import Telling
import TestSupport
import Testing

@testable import Messaging

/// Payloads key by key, against what these programs are known to publish.
@Suite struct CompatibilityTests {
    private static func settings(namesMeter: Bool = false) -> Compatibility {
        var settings = Compatibility(calendar: .oslo)
        settings.amsreaderBase = "amsreader"
        settings.publishesLiveMeasurement = true
        settings.namesMeter = namesMeter
        return settings
    }

    private func feed(_ settings: Compatibility = Self.settings()) -> PlayedFeed {
        let plan = CompatibilityPlan(settings: settings, softwareVersion: "1.2.3")
        return PlayedFeed(
            feed: CompatibilityFeed(plan, under: Topics(base: "kilovakt", meterID: Example.meter.id))
        )
    }

    private static var day: DayStatus {
        DayStatus(
            time: Example.time,
            day: LocalDay(year: 2026, month: 1, day: 31),
            importWh: 18_456,
            exportWh: 1_204,
            monthImportWh: 812_345,
            monthExportWh: 20_050,
            power: PowerRange(minW: 310, meanW: 1_020, maxW: 7_400),
            exportPower: PowerRange(minW: 0, meanW: 15, maxW: 900)
        )
    }

    /// What is said of a message, by topic, when its hour, day and month are known.
    private func said(of live: LiveValues, _ settings: Compatibility = Self.settings()) -> [String: Message] {
        var feed = feed(settings)
        let before: [LedgerEvent] = [
            .live(Example.powerAlone), .hour(Example.hour()), .day(Self.day), .month(Example.month()),
        ]
        for event in before { _ = feed.play(event) }
        let messages = [.live(live), .hour(Example.hour())].flatMap { feed.play($0) }
        #expect(messages.allSatisfy { $0.delivery == .live })
        return Dictionary(uniqueKeysWithValues: messages.map { ($0.topic, $0) })
    }

    private func json(_ message: Message?) throws -> JSON { try JSON(try #require(message).text) }

    private static var hourly: LiveValues {
        var live = Example.live
        live.reading.energyImportWh = 109_552_250
        live.reading.energyExportWh = 7
        live.reading.reactiveEnergyImportVarh = 1_234
        live.reading.reactiveEnergyExportVarh = 9_999
        return live
    }

    // MARK: - amsreader

    @Test("Classic JSON: envelope, the lists' keys, the running hour, day and month") func classic() throws {
        let list1 = try json(said(of: Example.powerAlone)["amsreader"])
        let realtime = try JSON(
            #"{"h":2.001,"d":18.46,"m":812.3,"de":1.2,"me":20.1,"t":10,"x":6.17,"peaks":[6.5,6,5.99]}"#
        )
        let withoutExport = realtime.setting("de", nil).setting("me", nil)
        #expect(
            list1
                == .object([
                    "id": .text(Example.meter.id), "name": .text("kilovakt"), "t": .number(1_769_880_602),
                    "data": try JSON(#"{"P":1250}"#), "realtime": withoutExport,
                ])
        )
        let list2 = try json(said(of: Example.live)["amsreader"])
        let phases = """
            {"P":1247,"PO":0,"Q":12,"QO":0,"I1":1.89,"I2":0,"I3":3.7,"U1":230.1,"U2":229,"U3":231.5,
             "lv":"Kamstrup_V0001","meterId":"5706567202753025","type":"6841131BN243101040"}
            """
        #expect(list2["data"] == (try JSON(phases)))
        #expect(list2["realtime"] == realtime)
        var list3 = try JSON(phases)
        for (key, value) in [("tPI", "109552.25"), ("tPO", "0.007"), ("tQI", "1.234"), ("tQO", "9.999")] {
            list3 = list3.setting(key, try JSON(value))
        }
        #expect(try json(said(of: Self.hourly)["amsreader"])["data"] == list3)
    }

    @Test("Home Assistant mode: power with each message, energy with the counters, realtime and state")
    func homeAssistant() throws {
        let list1 = said(of: Example.powerAlone)
        #expect(list1["amsreader/power"]?.text == #"{"P":1250,"t":"2026-01-31T17:30:02Z"}"#)
        #expect(list1["amsreader/energy"] == nil)
        let list3 = said(of: Self.hourly)
        #expect(
            list3["amsreader/power"]?.text == """
                {"I1":1.89,"I2":0,"I3":3.7,"P":1247,"PO":0,"Q":12,"QO":0,"U1":230.1,"U2":229,"U3":231.5,\
                "id":"5706567202753025","lv":"Kamstrup_V0001","t":"2026-01-31T17:30:02Z","type":"6841131BN243101040"}
                """
        )
        #expect(
            list3["amsreader/energy"]?.text
                == #"{"t":"2026-01-31T17:30:02Z","tPI":109552.25,"tPO":0.007,"tQI":1.234,"tQO":9.999}"#
        )
        #expect(
            list3["amsreader/realtime"]?.text == """
                {"day":{"produced":1.204,"use":18.456},"hour":{"use":2.001},"max":6.17,\
                "month":{"produced":20.05,"use":812.345},"peaks":[6.5,6,5.99],"t":"2026-01-31T17:30:02Z","threshold":10}
                """
        )
        #expect(
            Set(list3.keys.filter { $0.hasPrefix("amsreader") })
                == ["amsreader", "amsreader/power", "amsreader/energy", "amsreader/realtime"]
        )
    }

    @Test("State comes with the first message and each minute after it, also when the clock goes back")
    func state() {
        var feed = feed()
        let states = [0, 10, 59, 60, 119, 121, 100].map { second -> Message? in
            var live = Example.powerAlone
            live.time = Example.time.adding(seconds: Int64(second))
            let events: [LedgerEvent] = [.live(live), .hour(Example.hour(at: live.time))]
            return events.flatMap { feed.play($0) }.first { $0.topic == "amsreader/state" }
        }
        #expect(states.map { $0 != nil } == [true, false, false, true, false, true, true])
        #expect(
            states[0]?.text
                == #"{"id":"5706567202753025","name":"kilovakt","t":"2026-01-31T17:30:02Z","version":"1.2.3"}"#
        )
    }

    @Test("A meter without L2's current or export has no key for them, anywhere") func net() {
        var live = Example.powerAlone
        live.reading.currentMA = PhaseValues(l1: 1_000, l2: nil, l3: 2_000)
        live.reading.voltageMV = PhaseValues(l1: 230_000, l2: nil, l3: 231_000)
        for (_, message) in said(of: live) {
            for key in [
                "I2", "U2", "currentL2", "voltagePhase2", "PO", "powerProduction", "produced", "de", "null",
                "accumulatedProduction",
            ] {
                #expect(!message.text.contains("\"\(key)\"") && !message.text.contains("null"))
            }
        }
    }

    @Test("Nothing is said of an hour, day or month that is over") func over() throws {
        var feed = feed()
        let old: [LedgerEvent] = [
            .live(Example.live), .hour(Example.hour()), .day(Self.day), .month(Example.month()),
        ]
        for event in old { _ = feed.play(event) }
        // 1 February, half an hour past midnight.
        var live = Example.live
        live.time = utc("2026-01-31T23:30:00Z")
        let other = LiveValues(
            time: live.time,
            reading: live.reading,
            energyImportWh: nil,
            energyExportWh: nil
        )
        _ = feed.play(.live(live))
        let messages = feed.play(.live(other))
        let classic = try json(messages.first { $0.topic == "amsreader" })
        #expect(classic["realtime"] == nil)
        #expect(classic["data"]?["P"] == .number(1_247))
        let measurement = try json(messages.first { $0.topic.hasSuffix("tibber") })
        for key in ["accumulatedConsumption", "minPower", "accumulatedConsumptionLastHour"] {
            #expect(measurement[key] == nil)
        }
    }

    @Test("The day goes on with each message, and does not fall where an hour begins") func today() {
        var feed = feed()
        func accumulated(_ second: Int64, used: Int, day: Int?) -> Double? {
            var live = Example.powerAlone
            live.time = Example.hourStart.adding(seconds: second)
            var hour = Example.hour(at: live.time)
            hour.usedWh = used
            var events: [LedgerEvent] = [.live(live), .hour(hour)]
            if let day {
                var status = Self.day
                (status.time, status.importWh) = (live.time, day)
                events.append(.day(status))
            }
            let messages = events.flatMap { feed.play($0) }
            let payload = messages.first { $0.topic.hasSuffix("tibber") }
            return (payload?.object["accumulatedConsumption"] as? NSNumber)?.doubleValue
        }
        #expect(accumulated(3_500, used: 900, day: 10_900) == nil)
        #expect(accumulated(3_510, used: 910, day: nil) == 10.91)
        #expect(accumulated(3_590, used: 990, day: nil) == 10.99)
        // The hour's first message, whose day is told behind it.
        #expect(accumulated(3_600, used: 1, day: 11_001) == 10.99)
        #expect(accumulated(3_610, used: 11, day: nil) == 11.011)
    }

    @Test("Its status is kept by the broker: online, and offline when we leave") func status() {
        #expect(
            feed().feed.retained == [Message(topic: "amsreader/status", text: "online", delivery: .retained)]
        )
        #expect(
            feed().feed.farewell == [Message(topic: "amsreader/status", text: "offline", delivery: .retained)]
        )
        var tibber = Compatibility(calendar: .oslo)
        tibber.publishesLiveMeasurement = true
        #expect(feed(tibber).feed.retained.isEmpty)
        #expect(feed(tibber).feed.farewell.isEmpty)
    }

    @Test("Of several meters each has topics of its own") func several() {
        let id = Example.meter.id
        let topics = said(of: Self.hourly, Self.settings(namesMeter: true)).keys.filter {
            $0.hasPrefix("amsreader")
        }
        #expect(Set(topics) == Set(["", "/power", "/energy", "/realtime"].map { "amsreader/\(id)\($0)" }))
        #expect(
            feed(Self.settings(namesMeter: true)).feed.retained.map(\.topic) == ["amsreader/\(id)/status"]
        )
    }

    // MARK: - Tibber

    @Test("liveMeasurement, field by field") func liveMeasurement() throws {
        let payload = try json(said(of: Self.hourly)["kilovakt/\(Example.meter.id)/tibber"])
        let expected = """
            {"timestamp":"2026-01-31T18:30:02.512+01:00","power":1247,"powerProduction":0,
             "lastMeterConsumption":109552.25,"lastMeterProduction":0.007,
             "accumulatedConsumption":18.456,"accumulatedProduction":1.204,
             "accumulatedConsumptionLastHour":2.001,"estimatedHourConsumption":4.35,
             "minPower":310,"averagePower":1020,"maxPower":7400,"minPowerProduction":0,"maxPowerProduction":900,
             "voltagePhase1":230.1,"voltagePhase2":229,"voltagePhase3":231.5,"currentL1":1.89,"currentL2":0,"currentL3":3.7}
            """
        #expect(payload == (try JSON(expected)))
    }

    @Test("The last register stays for the messages between", arguments: ["2026-07-01T10:00:00Z"])
    func register(time: String) throws {
        var feed = feed()
        for event in [LedgerEvent.live(Self.hourly), .hour(Example.hour())] {
            _ = feed.play(event)
        }
        var live = Example.powerAlone
        live.time = utc(time)
        let messages = [.live(live), .hour(Example.hour(at: live.time))].flatMap {
            feed.play($0)
        }
        let payload = try json(messages.first { $0.topic.hasSuffix("/tibber") })
        #expect(payload["lastMeterConsumption"]?.double == 109_552.25)
        #expect(payload["timestamp"]?.text == "2026-07-01T12:00:00.000+02:00")
    }

    @Test(
        "Thousandths are rounded to the nearest, whatever they are",
        arguments: [
            (1_894, 2, "1.89"), (1_895, 2, "1.9"), (-1_895, 2, "-1.9"), (4, 2, "0"), (5, 2, "0.01"),
            (999, 1, "1"),
            (1_500, 0, "2"), (12_345, 3, "12.345"), (Int.max, 3, "9223372036854775.807"),
            (Int.min, 2, "-9223372036854775.81"), (0, 2, "0"),
        ]
    )
    func rounding(value: Int, decimals: Int, text: String) throws {
        var object = ForeignObject()
        object["x"] = .thousandths(value, decimals: decimals)
        #expect(String(decoding: PayloadJSON.bytes(object) ?? [], as: UTF8.self) == "{\"x\":\(text)}")
    }
}

extension JSON {
    fileprivate func setting(_ key: String, _ value: JSON?) -> JSON {
        guard case .object(var values) = self else { return self }
        values[key] = value
        return .object(values)
    }
}

/// A feed with the meter that it reads.
private struct PlayedFeed {
    var feed: CompatibilityFeed
    private var now = MeterNow(identity: Example.meter)

    init(feed: CompatibilityFeed) {
        self.feed = feed
    }

    mutating func play(_ event: LedgerEvent) -> [Message] {
        let before = now
        _ = now.record(event)
        return feed.messages(after: event, of: Example.meter, before: before, now: now)
    }
}
