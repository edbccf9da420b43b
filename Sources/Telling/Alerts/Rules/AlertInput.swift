public import Civil
public import Ledger

/// An input of the rules: an event of the ledger, or facts that the ledger cannot know.
public enum AlertInput: Sendable {
    case event(LedgerEvent)
    /// The passing of time, about once a second, by which silence is noticed.
    case tick(Instant, AlertFacts)
}

/// Facts at a tick, beside the ledger's events. Facts that are not known, or do not exist, are `nil`; rules about them
/// raise nothing.
public struct AlertFacts: Sendable, Hashable {
    /// The meter's clock less UTC in ms, beyond the usual offset of its make (`Ledger.meterClockErrorMilliseconds`).
    public var meterClockErrorMilliseconds: Int64?
    /// Whether the MQTT broker is connected; `nil` without MQTT.
    public var isBrokerConnected: Bool?
    /// The bytes that an ordinary program may still write on the history's disk.
    public var diskFreeBytes: Int64?
    /// Whether the last attempt to write the history failed.
    public var isHistoryFailing: Bool?

    public init(
        meterClockErrorMilliseconds: Int64? = nil,
        isBrokerConnected: Bool? = nil,
        diskFreeBytes: Int64? = nil,
        isHistoryFailing: Bool? = nil
    ) {
        self.meterClockErrorMilliseconds = meterClockErrorMilliseconds
        self.isBrokerConnected = isBrokerConnected
        self.diskFreeBytes = diskFreeBytes
        self.isHistoryFailing = isHistoryFailing
    }
}
