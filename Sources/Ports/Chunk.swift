/// Bytes as they came, and when.
public struct Chunk: Sendable, Equatable {
    public var bytes: [UInt8]
    /// When they came, in ms since 1970 UTC by the host's clock; `nil` in captures that do not say.
    public var arrivalUnixMilliseconds: Int64?

    public init(bytes: [UInt8], arrivalUnixMilliseconds: Int64? = nil) {
        self.bytes = bytes
        self.arrivalUnixMilliseconds = arrivalUnixMilliseconds
    }
}
