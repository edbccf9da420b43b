import Foundation

/// Passwords and keys: given as they are, in a file of their own, or as a credential of systemd.
package enum Secret {
    /// - Parameter text: `file:/path`, `credential:NAME`, or the secret itself.
    package static func read(_ text: String) throws -> String {
        if let path = text.dropping(prefix: "file:") { return try contents(path) }
        guard let name = text.dropping(prefix: "credential:") else { return text }
        guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] else {
            throw FileError(
                path: text,
                reason: "no credentials; they come with LoadCredential= in the systemd unit"
            )
        }
        return try contents("\(folder)/\(name)")
    }

    /// Editors end a file with a line end, which no secret has.
    private static func contents(_ path: String) throws -> String {
        let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else {
            throw FileError(path: path, reason: "is empty; write the secret into it")
        }
        return secret
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
