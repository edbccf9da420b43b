public import Civil
public import Ledger

/// What rules look at: what the ledger said, and what it cannot know.
public enum AlertInput: Sendable {
    case event(LedgerEvent)
    /// Time has passed; about once a second, so that silence is seen too.
    case tick(Instant, AlertFacts)
}

/// What is so at a tick, beside the ledger's events. What is not known, or does not exist, is `nil`: rules about it say
/// nothing.
public struct AlertFacts: Sendable, Hashable {
    /// What the meter's clock says less UTC, in ms, beyond what clocks of its make do (`Ledger.meterClockErrorMilliseconds`).
    public var meterClockErrorMilliseconds: Int64?
    /// Whether the MQTT broker is connected; `nil` without MQTT.
    public var isBrokerConnected: Bool?
    /// What an ordinary program may still write where the history lies, in bytes.
    public var diskFreeBytes: Int64?
    /// Whether the history could not be written the last time that it was tried.
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
