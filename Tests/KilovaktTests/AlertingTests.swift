import Foundation
import Meters
import Simulator
import TestSupport
import Testing

@Suite("Alerts of the daemon", .timeLimit(.minutes(5)))
struct AlertingTests {
    @Test(
        "The oven raises one alert and one recovery, at the webhook and over MQTT; a failing webhook holds up nothing"
    )
    func oven() async throws {
        let folder = try Checkout.temporaryFolder()
        let broker = try MosquittoServer()
        try await broker.start()
        let subscriber = try await broker.subscriber()
        let hook = try WebhookServer(.status(500))
        let meter = try TestMeter(.kaifa, folder: folder)
        try "s3cret\n".write(to: folder.appending(path: "secret"), atomically: true, encoding: .utf8)
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
            mqtt: { url: "\(broker.url)" }
            storage: { path: FOLDER/k.db }
            alerts: [ { rule: power_above, watts: 3000, to: [phone] } ]
            webhooks: [ { name: phone, url: "\(hook.url("/hook"))", secret: "file:FOLDER/secret" } ]
            """
        )
        #expect(await daemon.program.prints(": connected"))
        #expect(await daemon.program.prints("reading"))
        meter.send(.instantaneous)
        _ = try await subscriber.hears("/live")
        meter.load.set(4_500)
        // The first is measured while the oven is being turned on.
        for _ in 0..<3 { meter.send(.power) }
        let raised = try await subscriber.hears("/alert")
        #expect(raised["rule"]?.text == "power_above")
        #expect(raised["state"]?.text == "raised")
        #expect(raised["power_w"]?.int == 4_500)
        let attempt = await hook.nextRequest()
        #expect(attempt?.headers["x-kilovakt-signature"]?.hasPrefix("sha256=") == true)
        // The webhook has answered 500 by now and is being waited for; the meter is not.
        meter.load.set(700)
        for _ in 0..<3 { meter.send(.power) }
        let cleared = try await subscriber.hears("/alert") { $0["state"]?.text == "cleared" }
        #expect(cleared["key"] == raised["key"])
        _ = try await subscriber.hears("/live") { $0["power_w"]?.int == 700 }
        let second = await hook.nextRequest()
        #expect(
            try second.map { try JSON(String(decoding: $0.body, as: UTF8.self))["state"]?.text } == "raised"
        )
        let third = await hook.nextRequest()
        #expect(
            try third.map { try JSON(String(decoding: $0.body, as: UTF8.self))["state"]?.text } == "cleared"
        )
        await daemon.stop()
        #expect(subscriber.published.count { $0.topic.hasSuffix("/alert") } == 2)
    }

    @Test("A test alert says exactly what happened")
    func test() async throws {
        let folder = try Checkout.temporaryFolder()
        let hook = try WebhookServer(.status(200), .status(404))
        let file = folder.appending(path: "k.yaml")
        try "webhooks: [ { name: phone, url: \"\(hook.url("/hook"))\" } ]".write(
            to: file,
            atomically: true,
            encoding: .utf8
        )
        func send(_ name: String) async throws -> (code: Int32, lines: [String]) {
            try await RunningProgram.run(Checkout.program, ["alerts", "test", "--config", file.path, name])
        }
        let delivered = try await send("phone")
        #expect(delivered.code == 0)
        #expect(delivered.lines.joined().contains("answered 200"))
        let refused = try await send("phone")
        #expect(refused.code == 1)
        #expect(refused.lines.joined().contains("404"))
        let unknown = try await send("fax")
        #expect(unknown.code == 2)
        #expect(unknown.lines.joined().contains("known: phone"))
    }
}
