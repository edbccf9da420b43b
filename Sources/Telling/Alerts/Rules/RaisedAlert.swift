import Civil

/// An alert that was raised and not cleared yet.
struct RaisedAlert: Sendable, Hashable, Codable {
    var key: String
    var episode: Instant?
    var severity: Alert.Severity
    /// How it ended, found while nothing was to be delivered.
    var ending: Ending?

    /// The words and figures of an end that is to be told later.
    struct Ending: Sendable, Hashable, Codable {
        var phrase: Phrase
        var numbers: AlertNumbers
    }
}
