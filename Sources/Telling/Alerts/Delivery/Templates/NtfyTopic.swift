import Foundation

/// A topic of an ntfy server, by the address that people subscribe to.
///
/// ntfy takes JSON at its root and not at the topic's address, which people know.
public struct NtfyTopic: Sendable, Hashable {
    public let name: String
    /// The address to which JSON for all topics of the server is sent.
    public let publishURL: String

    /// - Parameter url: `https://ntfy.sh/my-topic`, with a user and a password before the host if need be. An ntfy server is
    ///   always at the root of its host.
    public init?(url: String) {
        guard var parts = URLComponents(string: url) else { return nil }
        let name = parts.path.dropFirst()
        let isTopic =
            (1...64).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        guard parts.path.hasPrefix("/"), isTopic, parts.host != nil else { return nil }
        parts.path = "/"
        guard let root = parts.string else { return nil }
        self.name = String(name)
        publishURL = root
    }
}
