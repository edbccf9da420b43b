import Civil
import Foundation

extension Alert {
    /// Longer than any alert is.
    private static let longestJSON = 65_536

    /// Reads what `json()` wrote, now or in another version.
    ///
    /// - Throws: `UnreadableAlert` when it is no alert.
    public init(json: [UInt8]) throws(UnreadableAlert) {
        guard json.count <= Self.longestJSON else {
            throw UnreadableAlert(reason: "\(json.count) bytes; an alert has at most \(Self.longestJSON)")
        }
        do {
            self = try JSONDecoder().decode(Alert.self, from: Data(json))
        } catch {
            throw UnreadableAlert(reason: "not an alert as this version knows them")
        }
        guard time >= Instant(unixMilliseconds: 0), time <= .distantFuture else {
            throw UnreadableAlert(reason: "not of our time")
        }
    }
}

/// An alert on disk that cannot be read: the file was damaged, or written by a later version.
public struct UnreadableAlert: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String

    public var description: String { "the alert cannot be read: \(reason)" }
}
