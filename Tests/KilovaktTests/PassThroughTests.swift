import Ciphering
import Civil
import Foundation
import Ledger
import Meters
import Ports
import Simulator
import TestSupport
import Testing

@testable import Daemon

/// A meter's frames on their way over a broker, from a kilovakt or a gateway to a kilovakt.
@Suite("Frames over MQTT", .timeLimit(.minutes(5)))
struct PassThroughTests {
    @Test(
        "A daemon that reads another's frames says the same of the meter",
        arguments: [SimulatedModel.kamstrup, .kaifaAustria, .p1Kaifa]
    )
    func daemons(model: SimulatedModel) async throws {
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let folders = try [Checkout.temporaryFolder(), Checkout.temporaryFolder()]
        let meter = try TestMeter(model, folder: folders[0])
        let id = meter.meter.identity.id
        let key = model.isEnciphered ? ", key: \(Keys.encryption)" : ""
        let first = try TestDaemon(
            folder: folders[0],
            """
            meters: [ { source: "serial:FOLDER/meter?parity=even"\(key) } ]
            mqtt: { url: "\(broker.url)", raw: true }
            storage: { path: FOLDER/k.db }
            """
        )
        let second = try TestDaemon(
            folder: folders[1],
            """
            meters: [ { source: "mqtt://kilovakt/\(id)/raw"\(key) } ]
            mqtt: { url: "\(broker.url)", base: second, client_id: second }
            storage: { path: FOLDER/k.db }
            """
        )
        for daemon in [first, second] {
            #expect(await daemon.program.prints(": connected"))
            #expect(await daemon.program.prints("reading"))
        }
        #expect(await second.program.prints("reading mqtt://127.0.0.1:\(broker.port)/kilovakt/\(id)/raw"))
        for count in 1...5 {
            // What a gateway says between frames changes nothing.
            let status = #"{"status":{"rssi":-61}}"#
            try await mosquittoPublish(status, on: "kilovakt/\(id)/raw", port: broker.port)
            try await mosquittoPublish("Debug: /sent!", on: "kilovakt/\(id)/raw", port: broker.port)
            meter.send()
            #expect(await subscriber.hears(count, under: "second/\(id)/live"))
        }
        let published = subscriber.published
        #expect(Self.live(in: published, "second/\(id)") == Self.live(in: published, "kilovakt/\(id)"))
        // Frames go one way only.
        #expect(!published.contains { $0.topic == "second/\(id)/raw" })
        #expect(!second.program.output.contains { $0.hasPrefix("warning: ") }, "\(second.program.output)")
        for daemon in [second, first] { await daemon.stop() }
    }

    /// The live messages under a base, without the time of their arrival.
    private static func live(in published: [MosquittoMessage], _ base: String) -> [JSON] {
        published.filter { $0.topic == "\(base)/live" }.compactMap { message in
            guard case .object(var values) = try? JSON(message.payload) else { return nil }
            values["time"] = nil
            return .object(values)
        }
    }

    @Test(
        "Hours, readings and peaks are the same behind a topic, whatever wraps the messages",
        .ownThread,
        arguments: SimulatedModel.allCases
    )
    func hours(model: SimulatedModel) throws {
        var meter = try SimulatedMeter(
            model: model,
            load: HourlyLoad(watts: FaultyHome.evening, first: utc("15:00:00")),
            from: FaultyHome.start,
            calendar: .oslo,
            encipher: model.isEnciphered ? try Keys.cipherKeys(of: model).encipher() : nil
        )
        let first = try loop(model, keepsFrames: true)
        let second = try loop(model, keepsFrames: false)
        var payloads = FramePayload()
        var told: [String] = []
        var behind: [String] = []
        while case let message = meter.next(), message.time < utc("17:03:00") {
            told += first.read(message.bytes.span.bytes, at: message.time).map { "\($0)" }
            for frame in first.decoder.takeFrames() {
                #expect(payloads.bytes(of: Array(#"{"status":1}"#.utf8)).isEmpty)
                let bytes = payloads.bytes(of: frame)
                behind += second.read(bytes.span.bytes, at: message.time).map { "\($0)" }
            }
        }
        #expect(told == behind)
        #expect(told.count { $0.hasPrefix("closed") } >= 2)
        #expect(second.decoder.counts.errors == 0)
        #expect(second.decoder.takeFrames().isEmpty)
    }

    private func loop(_ model: SimulatedModel, keepsFrames: Bool) throws -> MeterLoop<CaptureTimes> {
        MeterLoop(
            MeterDecoder(
                decipher: model.isEnciphered ? try Keys.cipherKeys(of: model).decipher() : nil,
                keepsFrames: keepsFrames
            ),
            times: CaptureTimes(local: .oslo),
            ledger: Ledger(settings: LedgerSettings(calendar: .oslo))
        )
    }

    @Test("A frame that nobody can read is passed on as it came: encrypted, without a key") func encrypted()
        throws
    {
        var meter = try SimulatedMeter(
            model: .kaifaAustria,
            load: HourlyLoad(watts: [500], first: utc("15:00:00")),
            from: FaultyHome.start,
            calendar: .oslo,
            encipher: try Keys.cipherKeys(of: .kaifaAustria).encipher()
        )
        let decoder = MeterDecoder(keepsFrames: true)
        let bytes = meter.next().bytes
        #expect(decoder.readings(in: bytes.span.bytes).isEmpty)
        #expect(decoder.counts.unread > 0)
        #expect(decoder.takeFrames().flatMap { $0 } == bytes)
        #expect(decoder.takeFrames().isEmpty)
    }

    @Test("A topic that is silent is not taken for a plug that is out", arguments: [true, false])
    func silence(isTopic: Bool) {
        var watch = PortWatch(isTopic: isTopic)
        let advice = (0..<PortWatch.silentSeconds).map { _ in
            watch.secondPassed(MeterDecoder.Counts(), problem: nil)
        }
        guard case .say(let text)? = advice.last else {
            Issue.record("nothing is said")
            return
        }
        #expect(text.contains("topic") == isTopic)
        #expect(text.contains("HAN port") != isTopic)
    }

    @Test("A daemon says amsreader's and Tibber's topics besides") func compatibility() async throws {
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let folder = try Checkout.temporaryFolder()
        let meter = try TestMeter(.kamstrup, folder: folder)
        let id = meter.meter.identity.id
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
            mqtt: { url: "\(broker.url)", compatibility: [amsreader, tibber] }
            storage: { path: FOLDER/k.db }
            """
        )
        #expect(await daemon.program.prints(": connected"))
        #expect(await daemon.program.prints("reading"))
        let message = meter.send(.instantaneous)
        let watts = message.values.powerW
        let classic = try await subscriber.hears("amsreader") { $0["data"] != nil }
        #expect(classic["data"]?["P"]?.int == watts)
        #expect(try await subscriber.hears("amsreader/power")["P"]?.int == watts)
        #expect(try await subscriber.hears("amsreader/realtime")["hour"]?["use"] != nil)
        #expect(try await subscriber.hears("kilovakt/\(id)/tibber")["power"]?.int == watts)
        let hourly = meter.send(.hourly)
        let energy = try await subscriber.hears("amsreader/energy")
        #expect(energy["tPI"]?.double == Double(hourly.values.energyWh) / 1_000)
        // The day comes behind the first message, and is in the next.
        let tibber = try await subscriber.hears("kilovakt/\(id)/tibber") { $0["maxPower"] != nil }
        #expect(tibber["lastMeterConsumption"] == energy["tPI"])
        #expect(subscriber.published.contains { $0.topic == "amsreader/status" && $0.payload == "online" })
        await daemon.stop()
        #expect(await subscriber.hears("amsreader/status", saying: "offline"))
    }
}
