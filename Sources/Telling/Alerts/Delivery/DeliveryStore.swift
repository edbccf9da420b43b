public import Civil

/// What keeps alerts until their webhooks have them, over restarts and power cuts: the daemon's is on disk.
///
/// An alert is there before the sender hears of it. What cannot be read or written now is tried again later.
public protocol DeliveryStore: Sendable {
    /// The alerts that wait for a webhook, oldest first.
    ///
    /// - Parameter id: begins behind this one.
    func waiting(for webhook: String, after id: Int64, limit: Int) async throws -> [KeptAlert]

    /// An alert is done with.
    func finish(_ id: Int64, as outcome: DeliveryOutcome, note: String?, at time: Instant) async throws

    /// An alert was not taken, and waits for another try.
    func postpone(_ id: Int64, tries: Int, until time: Instant, note: String) async throws
}

/// An alert that waits on disk.
public struct KeptAlert: Sendable, Hashable {
    /// Rises with each.
    public var id: Int64
    /// When it was found.
    public var time: Instant
    /// As `Alert.json()` wrote it; who reads it does not count on that.
    public var body: [UInt8]
    /// When there is no use in it any more; `nil` leaves it to the webhook.
    public var expires: Instant?
    /// How often it was tried and not taken.
    public var tries: Int
    /// When it is to be tried again; `nil` for at once.
    public var nextTry: Instant?

    public init(
        id: Int64,
        time: Instant,
        body: [UInt8],
        expires: Instant? = nil,
        tries: Int = 0,
        nextTry: Instant? = nil
    ) {
        self.id = id
        self.time = time
        self.body = body
        self.expires = expires
        self.tries = tries
        self.nextTry = nextTry
    }
}

/// How it ended for an alert.
public enum DeliveryOutcome: Sendable, Hashable {
    case delivered
    /// It would not be taken however often it was tried.
    case refused
    /// Too old.
    case expired
}
