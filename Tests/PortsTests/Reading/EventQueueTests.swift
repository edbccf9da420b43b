import Broker
import Testing

@testable import Ports

@Suite("The queue from the thread to the task", .timeLimit(.minutes(5)))
struct EventQueueTests {
    private func makeQueue(capacityBytes: Int) -> (EventQueue, WakePipe) {
        let wakeup = WakePipe()
        return (EventQueue(capacityBytes: capacityBytes, wakeup: wakeup), wakeup)
    }

    private func chunk(_ bytes: UInt8...) -> PortEvent { .chunk(Chunk(bytes: bytes)) }

    private let opened = PortEvent.opened(PortDescription(source: "a"))
    private let lost = PortEvent.lost(.noAdapter)

    @Test("Events come out in order, and what waits is handed out after the end")
    func order() async throws {
        let (queue, _) = makeQueue(capacityBytes: 1_000)
        for byte in UInt8(0)..<5 { #expect(queue.offer(chunk(byte))) }
        queue.finish()
        #expect(queue.offer(chunk(9)))
        for byte in UInt8(0)..<5 { #expect(await queue.next() == chunk(byte)) }
        #expect(await queue.next() == nil)
        #expect(await queue.next() == nil)
    }

    @Test("A full queue says no, and wakes who waits when there is room")
    func full() async throws {
        let (queue, wakeup) = makeQueue(capacityBytes: 130)
        #expect(queue.offer(chunk(1)))
        #expect(queue.offer(chunk(2)))
        #expect(!queue.offer(chunk(3)))
        guard case .timedOut = wakeup.wait(atMost: .zero) else {
            Issue.record("woken although nothing was taken")
            return
        }
        #expect(await queue.next() == chunk(1))
        guard case .woken = wakeup.wait(atMost: .zero) else {
            Issue.record("not woken although there is room")
            return
        }
        #expect(queue.offer(chunk(3)))
    }

    @Test("A chunk larger than the whole queue passes when it is alone")
    func oversized() async throws {
        let (queue, _) = makeQueue(capacityBytes: 1)
        #expect(queue.offer(chunk(1)))
        #expect(!queue.offer(chunk(2)))
        #expect(await queue.next() == chunk(1))
    }

    @Test("How the port is gets into a full queue, its last word in place of the one before")
    func post() async throws {
        let (queue, _) = makeQueue(capacityBytes: 65)
        #expect(queue.offer(chunk(1)))
        queue.post(lost)
        queue.post(opened)
        queue.post(lost)
        queue.finish()
        #expect(await queue.next() == chunk(1))
        #expect(await queue.next() == lost)
        #expect(await queue.next() == nil)
    }

    @Test("A task that waits gets the next event, or the end")
    func waiting() async throws {
        let (queue, _) = makeQueue(capacityBytes: 100)
        async let first = queue.next()
        #expect(queue.offer(opened))
        #expect(await first == opened)
        async let second = queue.next()
        queue.finish()
        #expect(await second == nil)
    }
}
