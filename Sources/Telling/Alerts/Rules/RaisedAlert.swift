import Civil

/// An alert that was raised and not cleared yet.
struct RaisedAlert: Sendable, Hashable, Codable {
    var key: String
    var episode: Instant?
    var severity: Alert.Severity
    /// How the trouble ended while nothing was to be told: said later.
    var ending: AlertContent?
}
