import Civil
import Foundation
import Meters
import Simulator
import TestSupport
import Testing

@Suite("run", .timeLimit(.minutes(5)))
struct RunTests {
    let folder: URL
    let broker: MosquittoServer

    init() throws {
        folder = try Checkout.temporaryFolder()
        broker = try MosquittoServer()
    }

    private var configuration: String {
        """
        meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
        mqtt: { url: "\(broker.url)" }
        storage: { path: FOLDER/k.db }
        """
    }

    @Test(
        "What the meter sends goes out over MQTT, with availability and discovery",
        arguments: [SimulatedModel.aidon, .kaifa, .kamstrup]
    )
    func publishes(model: SimulatedModel) async throws {
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let meter = try TestMeter(model, folder: folder)
        let daemon = try TestDaemon(folder: folder, configuration)
        #expect(await daemon.program.prints(": connected"))
        #expect(await daemon.program.prints("reading"))
        let message = meter.send(.instantaneous)
        let id = meter.meter.identity.id
        let live = try await subscriber.hears("\(id)/live")
        #expect(live["power_w"]?.int == message.values.powerW)
        #expect(live["import_kwh"] == nil)
        #expect(live["voltage_v"]?.list.count == 3)
        let hour = try await subscriber.hears("\(id)/hour")
        #expect(hour["limit_kwh"]?.double == 10)
        #expect(try await subscriber.hears("\(id)/budget_w").int == hour["budget_w"]?.int)
        #expect(try await subscriber.hears("\(id)/month")["step"]?.int == 1)
        let about = try await subscriber.hears("\(id)/meter")
        #expect(about["make"]?.text == model.make.rawValue)
        #expect(about["speed"]?.text == "2400 8E1")
        let hourly = meter.send(.hourly)
        let register = try await subscriber.hears("\(id)/live") { $0["import_kwh"] != nil }
        #expect(register["import_kwh"]?.double == Double(hourly.values.energyWh) / 1_000)
        let discovery = try await subscriber.hears("kilovakt_\(id)/config")
        #expect(discovery["cmps"]?["power"]?["unique_id"]?.text == "kilovakt_\(id)_power")
        await daemon.stop()
        #expect(await subscriber.hears("kilovakt/status", saying: "offline"))
    }

    @Test(
        "The meters of other countries are read live, whatever wraps their messages",
        arguments: [
            SimulatedModel.aidonSweden, .kamstrupDenmark, .kamstrupSegmented, .landisGyr, .iskraemeco,
            .kaifaAustria,
            .sagemcomAustria, .p1Kaifa,
        ]
    )
    func foreign(model: SimulatedModel) async throws {
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let meter = try TestMeter(model, folder: folder)
        try Keys.encryption.write(to: folder.appending(path: "key"), atomically: true, encoding: .utf8)
        let authentication = Keys.hasTags(model) ? ", authentication_key: \(Keys.authentication)" : ""
        let daemon = try TestDaemon(
            folder: folder,
            configuration.replacingOccurrences(
                of: "parity=even\"",
                with: "parity=even\", key: 'file:FOLDER/key'\(authentication)"
            )
        )
        #expect(await daemon.program.prints(": connected"))
        #expect(await daemon.program.prints("reading"))
        let message = meter.send()
        let live = try await subscriber.hears("/live") { $0["power_w"] != nil }
        #expect(live["power_w"]?.int == message.values.powerW)
        await daemon.stop()
        for line in daemon.program.output + subscriber.output {
            #expect(!line.contains(Keys.encryption) && !line.contains(Keys.authentication))
        }
    }

    @Test("A meter that encrypts is said to need its key")
    func withoutKey() async throws {
        let meter = try TestMeter(.kamstrupDenmark, folder: folder)
        let daemon = try TestDaemon(
            folder: folder,
            configuration.replacingOccurrences(of: broker.url, with: "off")
        )
        #expect(await daemon.program.prints("reading"))
        for _ in 0..<3 { meter.send() }
        #expect(await daemon.program.prints("encrypted: needs --key, or key in the configuration"))
        await daemon.stop()
    }

    @Test("A pulled plug is said once, and the daemon goes on by itself when it is back")
    func plug() async throws {
        let meter = try TestMeter(.kaifa, folder: folder)
        let daemon = try TestDaemon(
            folder: folder,
            configuration.replacingOccurrences(of: broker.url, with: "off")
        )
        #expect(await daemon.program.prints("reading"))
        meter.send(.instantaneous)
        #expect(await daemon.program.prints("meter Kaifa"))
        meter.pullOut()
        #expect(await daemon.program.prints("warning: "))
        try meter.plugIn()
        #expect(await daemon.program.prints { $0.count { $0.hasPrefix("reading") } == 2 })
        #expect(daemon.program.output.count { $0.hasPrefix("warning: ") } == 1)
        await daemon.stop()
    }

    @Test("A broker that goes and comes back finds availability, discovery and retained values again")
    func brokerRestarts() async throws {
        let first = try await broker.start()
        let meter = try TestMeter(.kamstrup, folder: folder)
        let daemon = try TestDaemon(folder: folder, configuration)
        #expect(await daemon.program.prints(": connected"))
        #expect(await daemon.program.prints("reading"))
        let subscriber = try await broker.subscriber()
        meter.send()
        _ = try await subscriber.hears("/live")
        first.send(signal: SIGTERM)
        await first.ended()
        #expect(await daemon.program.prints("trying again"))
        try await broker.start()
        let late = try await broker.subscriber()
        #expect(await late.hears("kilovakt/status", saying: "online"))
        _ = try await late.hears("/month")
        _ = try await late.hears("/meter")
        _ = try await late.hears("/config")
        meter.send()
        _ = try await late.hears("/live")
        await daemon.stop()
    }

    @Test("What cannot be started with is said with what to do, and nothing is lost")
    func startUp() async throws {
        let text = "a shopping list\n" + String(repeating: "milk\n", count: 300)
        try text.write(to: folder.appending(path: "k.db"), atomically: true, encoding: .utf8)
        let meter = try TestMeter(.aidon, folder: folder)
        let damaged = try TestDaemon(
            folder: folder,
            configuration.replacingOccurrences(of: broker.url, with: "off")
        )
        #expect(await damaged.program.prints("k.db: damaged; set aside as"))
        #expect(await damaged.program.prints("reading"))
        meter.send(.instantaneous)
        #expect(await damaged.program.prints("meter Aidon"))
        await damaged.stop()
        let aside = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.contains("damaged")
        }
        #expect(
            try String(contentsOf: folder.appending(path: try #require(aside.first)), encoding: .utf8) == text
        )

        let noPort = try TestDaemon(
            folder: folder,
            "meters: [{ source: 'serial:/dev/nothing' }]\nmqtt: { url: off }\nstorage: { path: FOLDER/k.db }"
        )
        #expect(await noPort.program.prints("/dev/nothing"))
        await noPort.stop()
    }
}
