import Civil
import Testing

@testable import Alerts

@Suite("A webhook's queue")
struct DeliveryQueueTests {
    private func pending(
        _ key: String,
        _ state: Alert.State = .raised,
        id: Int64? = nil,
        at seconds: Int64 = 0
    )
        -> PendingAlert
    {
        PendingAlert(
            id: id,
            alert: alert(key, state, at: four.adding(seconds: seconds)),
            expires: .distantFuture
        )
    }

    private func drained(_ queue: inout DeliveryQueue) -> [String] {
        var keys: [String] = []
        while let next = queue.begin() {
            keys.append("\(next.alert.key) \(next.alert.state.rawValue)")
            queue.endCurrent()
        }
        return keys
    }

    @Test("The older goes first, wherever it waits; of the same moment a raise before a clear")
    func byAge() {
        var queue = DeliveryQueue(limit: 10, hasDisk: true)
        _ = queue.append(pending("b", at: 1))
        _ = queue.append(pending("c", at: 3))
        queue.beginLoading()
        queue.finishLoading(
            [pending("a", id: 1), pending("b", .cleared, id: 2, at: 1), pending("d", id: 3, at: 4)],
            last: 3,
            isAll: true
        )
        #expect(drained(&queue) == ["a raised", "b raised", "b cleared", "c raised", "d raised"])
        #expect(queue.count == 0)
    }

    @Test("What is announced while the disk is read is read for again")
    func announcedMeanwhile() {
        var queue = DeliveryQueue(limit: 10, hasDisk: true)
        #expect(queue.needsLoading)
        queue.beginLoading()
        queue.announce(1)
        queue.finishLoading([], last: nil, isAll: true)
        #expect(queue.needsLoading)
        #expect(queue.count == 1)
        queue.beginLoading()
        queue.finishLoading([pending("a", id: 7)], last: 7, isAll: true)
        #expect(!queue.needsLoading)
        #expect(queue.lastID == 7)
        #expect(queue.count == 1)
    }

    @Test("One that is postponed stays the first, with its try counted")
    func postponed() {
        var queue = DeliveryQueue(limit: 10, hasDisk: false)
        _ = queue.append(pending("a"))
        _ = queue.append(pending("b"))
        _ = queue.begin()
        queue.postponeCurrent()
        #expect(queue.begin()?.tries == 1)
        queue.postponeCurrent()
        #expect(queue.begin()?.alert.key == "a")
        #expect(queue.begin()?.tries == 2)
    }
}
