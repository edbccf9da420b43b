import Foundation
import Meters
import Simulator
import TestSupport
import Testing

@Suite("Alerts of the daemon about what it depends on", .timeLimit(.minutes(5)))
struct HealthAlertTests {
    private func states(_ requests: [WebhookRequest]) throws -> [String] {
        try requests.map { request in
            let alert = try JSON(request.text)
            return "\(alert["rule"]?.text ?? "?") \(alert["state"]?.text ?? "?")"
        }
    }

    private func requests(_ count: Int, to hook: WebhookServer) async throws -> [WebhookRequest] {
        var found: [WebhookRequest] = []
        while found.count < count { found.append(try #require(await hook.nextRequest())) }
        return found
    }

    @Test("A meter that falls silent, and sends again")
    func silence() async throws {
        let folder = try Checkout.temporaryFolder()
        let hook = try WebhookServer(.status(200))
        let meter = try TestMeter(.kaifa, folder: folder)
        let daemon = try TestDaemon(
            folder: folder,
            """
            home: { language: nn, name: Hytta, clock: host }
            meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
            mqtt: { url: off }
            storage: { path: FOLDER/k.db }
            alerts: [ { rule: meter_silent, for: 2s, cool_down: 0s } ]
            webhooks: [ { name: phone, url: "\(hook.url("/hook"))" } ]
            """
        )
        #expect(await daemon.program.prints("reading"))
        meter.send(.instantaneous)
        // On a busy machine it may have been silent for two seconds before it said its first word.
        var raised = try #require(await hook.nextRequest())
        while try JSON(raised.text)["last_message"] == nil { raised = try #require(await hook.nextRequest()) }
        meter.send(.power)
        let cleared = try #require(await hook.nextRequest())
        #expect(try states([raised, cleared]) == ["meter_silent raised", "meter_silent cleared"])
        let alert = try JSON(raised.text)
        #expect(alert["title"]?.text == "Målaren er stille")
        #expect(alert["meter"]?.text == meter.meter.identity.id)
        #expect(raised.headers["x-kilovakt-key"] == cleared.headers["x-kilovakt-key"])
        await daemon.stop()
    }

    @Test("A broker that is not there, and a disk that is nearly full, are said once for two meters")
    func host() async throws {
        let folder = try Checkout.temporaryFolder()
        let broker = try MosquittoServer()
        let hook = try WebhookServer(.status(200))
        let other = folder.appending(path: "other")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        let meters = [try TestMeter(.kaifa, folder: folder), try TestMeter(.aidon, folder: other)]
        let daemon = try TestDaemon(
            folder: folder,
            """
            meters:
              - { source: "serial:FOLDER/meter?parity=even" }
              - { source: "serial:FOLDER/other/meter?parity=even" }
            mqtt: { url: "\(broker.url)" }
            storage: { path: FOLDER/k.db }
            alerts: [ { rule: broker_away, for: 2s }, { rule: disk_low, free_mb: 1000000 } ]
            webhooks: [ { name: phone, url: "\(hook.url("/hook"))" } ]
            """
        )
        let away = try await requests(2, to: hook)
        #expect(try states(away).sorted() == ["broker_away raised", "disk_low raised"])
        try await broker.start()
        let back = try await requests(1, to: hook)
        #expect(try states(back) == ["broker_away cleared"])
        #expect(away.contains { $0.headers["x-kilovakt-key"] == back[0].headers["x-kilovakt-key"] })
        #expect(meters.count == 2)
        await daemon.stop()
    }

    @Test("Without a word of alerts it says whether the main fuse is watched", arguments: [true, false])
    func usual(hasFuse: Bool) async throws {
        let folder = try Checkout.temporaryFolder()
        let fuse = hasFuse ? ", main_fuse_amps: 32" : ""
        let daemon = try TestDaemon(
            folder: folder,
            """
            home: { clock: host\(fuse) }
            meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
            mqtt: { url: off }
            storage: { path: FOLDER/k.db }
            """
        )
        let meter = try TestMeter(.kaifa, folder: folder)
        #expect(await daemon.program.prints("reading"))
        #expect(daemon.program.output.contains { $0.contains("the main fuse is not watched") } == !hasFuse)
        #expect(meter.link.hasSuffix("meter"))
        await daemon.stop()
    }
}
