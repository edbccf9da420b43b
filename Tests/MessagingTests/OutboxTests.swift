import Testing

@testable import Messaging

@Suite struct OutboxTests {
    private func message(_ number: Int) -> Message {
        Message(topic: "t", text: "\(number)", delivery: .queued)
    }

    private func filled(_ outbox: Outbox, _ count: Int) -> Outbox {
        var outbox = outbox
        for number in 1...count { _ = outbox.append(message(number)) }
        return outbox
    }

    @Test("Messages under way have a bound, and the next goes when one is confirmed") func window() {
        var outbox = filled(Outbox(capacity: 10, window: 2), 4)
        let first = outbox.next()
        #expect(first.map(\.message.text) == ["1", "2"])
        #expect(outbox.next().isEmpty)
        _ = outbox.confirm(first[1].receipt)
        #expect(outbox.next().map(\.message.text) == ["3"])
        #expect(outbox.count == 3)
    }

    @Test("What a lost connection did not confirm goes out again, before the rest") func returned() {
        var outbox = filled(Outbox(capacity: 10, window: 3), 4)
        let first = outbox.next()
        _ = outbox.confirm(first[0].receipt)
        outbox.returnAll()
        #expect(outbox.next().map(\.message.text) == ["2", "3", "4"])
    }

    @Test("A receipt of an earlier connection confirms nothing of a later one") func receipts() {
        var outbox = filled(Outbox(capacity: 10, window: 3), 3)
        let old = outbox.next()
        outbox.returnAll()
        _ = outbox.next()
        _ = outbox.confirm(old[0].receipt)
        #expect(outbox.count == 3)
    }

    @Test("When it is full, the oldest goes") func full() {
        var outbox = filled(Outbox(capacity: 3, window: 3), 3)
        let isKept = outbox.append(message(4))
        #expect(!isKept)
        #expect(outbox.next().map(\.message.text) == ["2", "3", "4"])
    }
}
