public import Civil

/// Something that is to reach others, however long they are away.
public struct OutboxEntry: Sendable, Hashable {
    /// Who it is for: `mqtt`, or `webhook/NAME`. Each lane is emptied by itself, in order.
    public var lane: String
    /// What it is, for the lane: another entry of the same lane and key is not taken.
    public var key: String
    /// When it came to be.
    public var time: Instant
    /// Where in the lane it goes: a topic; empty where there is but one place.
    public var address: String
    public var body: [UInt8]
    /// When there is no use in it any more; `nil` for never.
    public var expires: Instant?

    public init(
        lane: String,
        key: String,
        time: Instant,
        address: String = "",
        body: [UInt8],
        expires: Instant? = nil
    ) {
        self.lane = lane
        self.key = key
        self.time = time
        self.address = address
        self.body = body
        self.expires = expires
    }
}

/// An entry as it is kept, and what has come of it.
public struct KeptEntry: Sendable, Hashable {
    /// Rises with each entry of all lanes: the order.
    public var id: Int64
    public var entry: OutboxEntry
    public var state: OutboxState
    /// How often it was tried and not taken.
    public var tries: Int
    /// When it is tried again, where it waits for that.
    public var nextTry: Instant?
    /// What came of the last try, in words.
    public var note: String?
    /// When it was done with.
    public var finished: Instant?
}

public enum OutboxState: String, Sendable, Hashable, CaseIterable {
    case waiting
    /// Taken.
    case delivered
    /// Refused for good.
    case refused
    /// Too old, or there was no room.
    case expired
}
