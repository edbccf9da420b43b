import Ciphering
import Civil
import DLMS
import Foundation
import Ledger
import Meters
import Simulator
import Telling
import TestSupport
import Testing

@testable import Dashboard
@testable import Messaging

/// One stream of events of a simulated meter, through MQTT, the live stream, `/data.json` and `/metrics`.
@Suite("MQTT and HTTP say the same of one meter", .ownThread)
struct OneMeterTests {
    /// 2026-01-31T21:40:00Z: an hour, a day and a month end on the way.
    private static let start = Instant(unixSeconds: 1_769_895_600)
    private static let calendar = LocalCalendar(fixedOffsetSeconds: 3_600)

    private struct Said {
        /// The last payload by topic.
        var topics: [String: JSON] = [:]
        /// The last data by the event's name, without the meter's number.
        var stream: [String: JSON] = [:]
        var dataJSON: JSON
        var metrics: String
    }

    private static func readings(of model: SimulatedModel) throws -> [(Reading, Instant)] {
        let keys = try CipherKeys(
            encryptionHex: "000102030405060708090A0B0C0D0E0F",
            authenticationHex: model == .kamstrupDenmark ? "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF" : nil
        )
        var meter = try SimulatedMeter(
            model: model,
            load: Household(seed: 7, calendar: calendar),
            from: start,
            calendar: calendar,
            encipher: keys.encipher()
        )
        var decoder = FrameDecoder()
        var reader = MeterReader(decipher: keys.decipher())
        var readings: [(Reading, Instant)] = []
        while case let message = meter.next(), message.time < start.adding(seconds: 5_400) {
            decoder.read(
                message.bytes.span.bytes,
                frame: { frame in
                    if case .registers? = try? reader.read(frame) {
                        readings.append((reader.reading, message.time))
                    }
                },
                passedOver: { _ in }
            )
        }
        return readings
    }

    private static func said(_ model: SimulatedModel, sendsExport: Bool) throws -> Said {
        var ledger = Ledger(settings: LedgerSettings(calendar: calendar))
        var session = Session(base: "k", calendar: calendar, discovery: nil)
        _ = session.open()
        let store = DashboardStore(meters: 1, start: .now)
        var topics: [String: JSON] = [:]
        for (reading, time) in try readings(of: model) {
            var reading = reading
            if !sendsExport {
                reading.powerExportW = nil
                reading.energyExportWh = nil
            }
            for event in ledger.record(reading, at: time) {
                store.send(event, from: ledger.meter, meter: 0, at: .now)
                guard let meter = ledger.meter else { continue }
                let source = MeterSource(source: "simulator", speed: nil)
                for (_, message) in session.take(event, from: meter, at: source) {
                    let name = message.topic.split(separator: "/").last.map(String.init) ?? ""
                    topics[name] = try? JSON(String(decoding: message.payload, as: UTF8.self))
                }
            }
        }
        let meter = store.meters[0]
        var stream: [String: JSON] = [:]
        for event in LiveEvent.all(of: meter) {
            let lines = String(decoding: event.text(in: calendar), as: UTF8.self).split(separator: "\n")
            let data = try #require(lines.last?.dropFirst("data: ".count))
            stream[event.kind.rawValue] = try JSON(String(data)).without("meter")
        }
        let json = try #require(PayloadJSON.bytes(DataJSON(meter, at: .now)))
        return Said(
            topics: topics,
            stream: stream,
            dataJSON: try JSON(String(decoding: json, as: UTF8.self)),
            metrics: ExpositionText.text(MeterMetrics([meter], at: .now).families)
        )
    }

    @Test("Live values, hour, day and month", arguments: SimulatedModel.allCases, [true, false])
    func agreement(model: SimulatedModel, sendsExport: Bool) throws {
        let said = try Self.said(model, sendsExport: sendsExport)
        for name in ["live", "hour", "day", "month"] {
            let topic = try #require(said.topics[name], "\(name)")
            // The hour goes out over MQTT each five seconds at most, so its last one may be older.
            if name == "hour" {
                #expect(said.stream[name]?["start"] == topic["start"])
            } else {
                #expect(said.stream[name] == topic, "\(name)")
            }
        }
        let live = try #require(said.topics["live"])
        #expect(said.dataJSON["ic"] == live["import_kwh"])
        #expect(said.dataJSON["ec"] == live["export_kwh"])
        #expect(said.dataJSON["ea"]?["d"]?["u"] == said.topics["day"]?["used_kwh"])
        #expect(said.dataJSON["ea"]?["d"]?["p"] == said.topics["day"]?["produced_kwh"])
        #expect(said.dataJSON["ea"]?["m"]?["u"] == said.topics["month"]?["used_kwh"])
        #expect(said.dataJSON["ea"]?["m"]?["p"] == said.topics["month"]?["produced_kwh"])
        #expect(
            said.metrics.contains("kilovakt_month_export_wh")
                == (said.topics["month"]?["produced_kwh"] != nil)
        )
        if !sendsExport {
            let all = "\(said.topics)\(said.stream)\(said.dataJSON)\(said.metrics)"
            for key in ["export_kwh", "produced_kwh", "\"ec\"", "export_energy_wh"] {
                #expect(!all.contains(key), "\(key)")
            }
        }
    }

    @Test("A mended hour of last month does not put last month in the place of the running one")
    func mendedMonth() {
        let ledger = Ledger(settings: LedgerSettings(calendar: Self.calendar))
        let old = ledger.month(LocalMonth(year: 2026, month: 1))
        let running = ledger.month(LocalMonth(year: 2026, month: 2))
        var now = MeterNow()
        let isNews = [now.record(.month(running)), now.record(.month(old))]
        #expect(isNews == [true, false])
        #expect(now.month?.month == running.month)
    }

    @Test("A better value of an older hour is streamed, and is not the last closed hour")
    func mendedHour() {
        let store = DashboardStore(meters: 1, start: .now)
        let queue = store.listen(to: nil)
        for time in ["12:00:00", "11:00:00"] {
            let hour = Hour(start: utc(time), importWh: 1, exportWh: 0, quality: .measured)
            store.send(.closed(hour), from: nil, meter: 0, at: .now)
        }
        #expect(queue?.take().events.count == 2)
        #expect(store.meters[0].now.closed?.start == utc("12:00:00"))
    }

    @Test("Another meter on the port begins without the values of the one before")
    func otherMeter() {
        var now = MeterNow()
        var reading = Reading(make: .kamstrup)
        reading.voltageMV = PhaseValues(l1: 230_000, l2: nil, l3: nil)
        _ = now.record(.meter(MeterIdentity(make: .kamstrup, id: "1", model: "", list: "")))
        _ = now.record(
            .live(LiveValues(time: Self.start, reading: reading, energyImportWh: 5, energyExportWh: nil))
        )
        _ = now.record(.meter(MeterIdentity(make: .kamstrup, id: "2", model: "", list: "")))
        #expect(now.live == nil && now.voltageMV.isEmpty && now.identity?.id == "2")
    }
}

extension JSON {
    fileprivate func without(_ key: String) -> JSON {
        guard case .object(var values) = self else { return self }
        values[key] = nil
        return .object(values)
    }
}
