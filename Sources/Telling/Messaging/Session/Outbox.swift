/// What must reach the broker: waits while it is away, goes out in order, and stays until confirmed.
struct Outbox: Sendable {
    /// Names a message under way, until it is confirmed.
    typealias Receipt = Int

    /// As many wait at the most of those that nobody else keeps: closed hours of almost three months. What the disk has comes
    /// from there a few at a time.
    let capacity: Int
    /// As many are under way at the most. Brokers take 20 without holding some back, and hold back nothing that is ours.
    let window: Int
    private var waiting: [Message] = []
    private var underWay: [(receipt: Receipt, message: Message)] = []
    private var lastReceipt: Receipt = 0

    init(capacity: Int = 2_000, window: Int = 20) {
        self.capacity = capacity
        self.window = window
    }

    var count: Int { waiting.count + underWay.count }

    /// - Returns: false when the oldest waiting message had to go for it, of those that the disk has not.
    mutating func append(_ message: Message) -> Bool {
        waiting.append(message)
        guard waiting.count > capacity, let oldest = waiting.firstIndex(where: { $0.id == nil }) else {
            return true
        }
        waiting.remove(at: oldest)
        return false
    }

    /// Those that may go out now, oldest first.
    mutating func next() -> [(receipt: Receipt, message: Message)] {
        let free = min(waiting.count, window - underWay.count)
        guard free > 0 else { return [] }
        let messages = waiting.prefix(free).map { message in
            lastReceipt += 1
            return (receipt: lastReceipt, message: message)
        }
        waiting.removeFirst(free)
        underWay += messages
        return messages
    }

    /// The broker has it.
    ///
    /// - Returns: what the disk knows it by.
    mutating func confirm(_ receipt: Receipt) -> Int64? {
        guard let index = underWay.firstIndex(where: { $0.receipt == receipt }) else { return nil }
        return underWay.remove(at: index).message.id
    }

    /// The connection is gone: what it did not confirm waits again, before the rest. The broker may get such a message twice,
    /// which QoS 1 allows; none is lost and none overtakes.
    mutating func returnAll() {
        waiting = underWay.map(\.message) + waiting
        underWay = []
    }
}
