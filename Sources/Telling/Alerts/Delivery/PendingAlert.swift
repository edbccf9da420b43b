import Civil

/// An alert on its way to one webhook.
struct PendingAlert: Sendable {
    /// Where it is kept; `nil` for one that memory alone holds.
    var id: Int64?
    var alert: Alert
    var expires: Instant
    /// How often it was tried and not taken.
    var tries = 0
    /// When it is to be tried again; `nil` for at once.
    var nextTry: Instant?
}

extension PendingAlert {
    init(_ kept: KeptAlert, expirySeconds: Int) throws(UnreadableAlert) {
        alert = try Alert(json: kept.body)
        id = kept.id
        expires = kept.expires ?? alert.time.adding(seconds: Int64(expirySeconds))
        tries = max(0, kept.tries)
        nextTry = kept.nextTry
    }
}
