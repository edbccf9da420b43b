/// One message to the broker.
struct Publication: Sendable, Equatable {
    var topic: String
    var payload: [UInt8]
    /// The broker keeps it for those who come later.
    var isRetained = false
    /// 0: sent and forgotten. 1: sent until the broker has it, and kept while there is no broker.
    var quality: Int32 = 0
}
