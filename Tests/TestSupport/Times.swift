public import Civil
import Foundation

extension LocalCalendar {
    // swift-format-ignore: NeverForceUnwrap
    public static let oslo = LocalCalendar(identifier: "Europe/Oslo")!  // every machine has this zone
}

/// A moment of UTC, `2026-01-15T07:00:10Z`; the day may be left out.
public func utc(_ text: String) -> Instant {
    let whole = text.contains("T") ? text : "2026-01-15T\(text)Z"
    // swift-format-ignore: NeverUseForceTry
    let date = try! Date(whole, strategy: .iso8601)  // a test that cannot say when is no test
    return Instant(unixSeconds: Int64(date.timeIntervalSince1970))
}
