/// Why a list of faults cannot be simulated: which item, and what is allowed.
public struct FaultError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The item as it was written.
    public var item: String
    public var reason: String

    public var description: String { "fault \"\(item)\": \(reason)" }
}
