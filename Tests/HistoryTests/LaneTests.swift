import Civil
import History
import Testing

@Suite("Whole lanes of the outbox")
struct LaneTests {
    private static let now = Instant(unixSeconds: 1_768_489_200)

    private func entry(_ lane: String, _ key: String) -> OutboxEntry {
        OutboxEntry(lane: lane, key: key, time: Self.now, body: [])
    }

    @Test(
        "What waits in lanes of a kind is given up, but for those that are named; other kinds and what is done stay"
    )
    func expire() throws {
        let store = try HistoryStore(path: HistoryFolder().path)
        let kept = try store.append([
            entry("webhook/a", "1"), entry("webhook/a", "2"), entry("webhook/b", "1"), entry("mqtt", "1"),
            entry("webhook_/x", "1"),
        ])
        try store.finish(kept[0].id, as: .delivered, at: Self.now)
        let count = try store.expire(
            lanesBeginning: "webhook/",
            except: ["webhook/b", "webhook/c"],
            note: "gone",
            at: Self.now.adding(seconds: 1)
        )
        #expect(count == 1)
        let all = try store.outbox(since: Self.now)
        #expect(all.map(\.state) == [.delivered, .expired, .waiting, .waiting, .waiting])
        #expect(all[1].note == "gone")
        #expect(all[1].finished == Self.now.adding(seconds: 1))
    }
}
