public import Civil
import Foundation
import Telling

/// What can be set from outside, as it is now.
public struct MeterSettings: Sendable, Hashable {
    /// The bound of capacity to stay below this month, in W; `nil` for none.
    public var targetW: Int?
    /// Until when no alert is sent.
    public var alertPause: AlertPause?

    public struct AlertPause: Sendable, Hashable {
        public var until: Instant
        /// As it was asked for: what is left of it goes down by itself.
        public var minutes: Int

        public init(until: Instant, minutes: Int) {
            self.until = until
            self.minutes = minutes
        }
    }

    public init(targetW: Int? = nil, alertPause: AlertPause? = nil) {
        self.targetW = targetW
        self.alertPause = alertPause
    }
}

extension MeterSettings {
    /// `<id>/target_kw`: a plain number, or `none`.
    var targetText: String { targetW.map { "\(Decimal(thousandths: $0))" } ?? "none" }

    /// `<id>/alert_pause`: 0 minutes where there is none.
    var pausePayload: [UInt8]? {
        struct Payload: Encodable {
            let minutes: Int
            let until: String?
        }
        return PayloadJSON.bytes(
            Payload(minutes: alertPause?.minutes ?? 0, until: alertPause?.until.description)
        )
    }
}
