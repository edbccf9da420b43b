/// How a meter is read, for its `meter` topic.
public struct MeterSource: Sendable, Hashable {
    /// The device, `host:port`, or the file.
    public var source: String
    /// `2400 8E1`; `nil` where there is no such thing.
    public var speed: String?

    public init(source: String, speed: String? = nil) {
        self.source = source
        self.speed = speed
    }
}
