import Civil
import Foundation
import Glibc
import History
import Simulator
import TestSupport
import Testing

@testable import Daemon

@Suite("Alerts that survive", .timeLimit(.minutes(5)))
struct AlertOutboxTests {
    private let folder: URL
    private let meter: TestMeter

    init() throws {
        folder = try Checkout.temporaryFolder()
        meter = try TestMeter(.kaifa, folder: folder)
    }

    private func daemon(_ webhooks: String) throws -> TestDaemon {
        try TestDaemon(
            folder: folder,
            """
            meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
            mqtt: { url: off }
            storage: { path: FOLDER/k.db }
            alerts: [ { rule: power_above, watts: 3000, cool_down: 0s } ]
            webhooks: [ \(webhooks) ]
            """
        )
    }

    private var path: String { folder.appending(path: "k.db").path }

    private func outbox() throws -> [KeptEntry] {
        guard let store = try? HistoryStore(reading: path) else { return [] }
        return try store.outbox(since: Instant(unixSeconds: 0))
    }

    /// The first is measured while the load is being turned on or off.
    private func send(_ watts: Int) {
        meter.load.set(watts)
        for _ in 0..<3 { meter.send(.power) }
    }

    private func kept(_ entries: [KeptEntry], _ state: String) -> Int {
        entries.count { $0.entry.key.hasSuffix("/\(state)") }
    }

    @Test(
        "Raised while the webhook is away, killed, started again: delivered once, in order, the clear after its raise"
    )
    func killed() async throws {
        let reserved = try ReservedPort()
        // What the other one was told is on disk for both: it is written in one transaction.
        let other = try WebhookServer()
        let webhooks = """
            { name: phone, url: "http://127.0.0.1:\(reserved.port)/hook" }, { name: other, url: "\(other.url())" }
            """
        let first = try daemon(webhooks)
        #expect(await first.program.prints("reading"))
        meter.send(.instantaneous)
        send(4_500)
        _ = await other.nextRequest()
        send(700)
        _ = await other.nextRequest()
        first.program.send(signal: SIGKILL)
        #expect(await first.program.ended() == -SIGKILL)
        let waiting = try outbox().filter { $0.entry.lane == "webhook/phone" }
        #expect(waiting.map(\.state) == [.waiting, .waiting])
        #expect(kept(waiting, "raised") == 1)

        let hook = try WebhookServer(port: UInt16(reserved.port))
        let second = try daemon(webhooks)
        let raised = try #require(await hook.nextRequest())
        let cleared = try #require(await hook.nextRequest())
        #expect(raised.headers["idempotency-key"] == waiting[0].entry.key.dropping("alert/"))
        #expect(cleared.headers["idempotency-key"] == waiting[1].entry.key.dropping("alert/"))
        #expect(raised.headers["x-kilovakt-key"] == cleared.headers["x-kilovakt-key"])
        #expect(raised.body == waiting[0].entry.body)

        // The rules know that it is over, and raise a new one under another key.
        #expect(await second.program.prints("reading"))
        send(4_500)
        let next = try #require(await hook.nextRequest())
        #expect(next.headers["idempotency-key"] != raised.headers["idempotency-key"])
        // The request is seen before its answer is on record.
        try await eventually { try outbox().count == 6 && outbox().allSatisfy { $0.state == .delivered } }
        await second.stop()
        #expect(try outbox().allSatisfy { $0.state == .delivered })
        #expect(try outbox().count == 6)
        hook.stop()
        #expect(await hook.nextRequest() == nil)
    }

    @Test("Killed while an alert stands: it is not raised again, and is cleared under its own key")
    func killedWhileStanding() async throws {
        let hook = try WebhookServer()
        let webhook = "{ name: phone, url: \"\(hook.url())\" }"
        let first = try daemon(webhook)
        #expect(await first.program.prints("reading"))
        meter.send(.instantaneous)
        send(4_500)
        let raised = try #require(await hook.nextRequest())
        first.program.send(signal: SIGKILL)
        _ = await first.program.ended()

        let second = try daemon(webhook)
        #expect(await second.program.prints("reading"))
        send(4_500)
        send(700)
        let following = try #require(await hook.nextRequest())
        // Where the kill came between the answer and its record, the raise comes once more, under the same key.
        let isAgain = following.headers["idempotency-key"] == raised.headers["idempotency-key"]
        let cleared = isAgain ? try #require(await hook.nextRequest()) : following
        #expect(cleared.headers["x-kilovakt-key"] == raised.headers["x-kilovakt-key"])
        #expect(cleared.headers["idempotency-key"]?.hasSuffix("/cleared") == true)
        #expect(kept(try outbox(), "raised") == 1)
        await second.stop()
    }

    @Test("On a disk that cannot be written alerts go out from memory, the clear after its raise")
    func unwritable() async throws {
        let hook = try WebhookServer(.status(500))
        let daemon = try daemon("{ name: phone, url: \"\(hook.url())\" }")
        #expect(await daemon.program.prints("reading"))
        let refuse = """
            import sqlite3, sys
            file = sqlite3.connect(sys.argv[1], timeout=30)
            file.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
            file.commit()
            """
        let made = try await RunningProgram.run(
            URL(filePath: "/usr/bin/env"),
            ["python3", "-c", refuse, path]
        )
        #expect(made.code == 0, "\(made.lines)")
        meter.send(.instantaneous)
        send(4_500)
        send(700)
        var keys: [String] = []
        for _ in 0..<3 { keys.append(try #require(await hook.nextRequest()?.headers["idempotency-key"])) }
        #expect(keys[0].hasSuffix("/raised"))
        #expect(keys[1] == keys[0])
        #expect(keys[2] == keys[0].replacing("/raised", with: "/cleared"))
        #expect(await daemon.program.prints("the history cannot be written"))
        #expect(try outbox().isEmpty)
        await daemon.stop()
    }

    @Test("What waits for a webhook that is gone is given up, and the list says so")
    func webhookGone() async throws {
        let hook = try WebhookServer(otherwise: .status(503, headers: ["Retry-After": "3600"]))
        let first = try daemon("{ name: phone, url: \"\(hook.url())\" }")
        #expect(await first.program.prints("reading"))
        meter.send(.instantaneous)
        send(4_500)
        _ = await hook.nextRequest()
        try await eventually { try outbox().first?.tries == 1 }
        let file = folder.appending(path: "kilovakt.yaml").path
        let waiting = try await RunningProgram.run(Checkout.program, ["alerts", "--config", file])
        #expect(waiting.code == 0)
        #expect(waiting.lines.count == 2)
        #expect(waiting.lines.first?.contains("warning: ") == true)
        #expect(
            waiting.lines.last?.contains(/phone: waiting since .*, tried 1 time, next try .*: answered 503/)
                == true
        )
        first.program.send(signal: SIGKILL)
        _ = await first.program.ended()

        let second = try daemon("{ name: other, url: \"\(hook.url())\" }")
        #expect(
            await second.program.prints("1 alerts waited for webhooks that are not configured any more")
        )
        #expect(await second.program.prints("reading"))
        await second.stop()
        let given = try await RunningProgram.run(Checkout.program, ["alerts", "--json", "--config", file])
        let alert = try JSON(try #require(given.lines.first))
        #expect(alert[path: "alert.state"]?.text == "raised")
        let delivery = try #require(alert["deliveries"]?.list.first)
        #expect(delivery["state"]?.text == "expired")
        #expect(delivery["webhook"]?.text == "phone")
        #expect(delivery["note"]?.text == "there is no webhook of this name any more")
    }
}

extension String {
    fileprivate func dropping(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
