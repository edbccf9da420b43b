import Foundation
import HTTPTypes
import HummingbirdCore

/// What a request shows to be let in.
enum Credential: Sendable {
    case password(String)
    case token(String)
    /// Something that is neither.
    case unreadable

    /// - Returns: `nil` when the request shows nothing.
    init?(_ request: Request) {
        if let header = request.headers[.authorization] {
            self = Self(header: header)
        } else if let token = request.uri.queryParameters["token"] {
            self = .token(String(token))
        } else {
            return nil
        }
    }

    /// `Basic` (RFC 7617), with any user name, or `Bearer` (RFC 6750).
    private init(header: String) {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else {
            self = .unreadable
            return
        }
        switch parts[0].lowercased() {
        case "bearer": self = .token(String(parts[1]))
        case "basic": self = Self.basic(parts[1])
        default: self = .unreadable
        }
    }

    private static func basic(_ text: Substring) -> Credential {
        guard let data = Data(base64Encoded: String(text)), let pair = String(data: data, encoding: .utf8),
            let colon = pair.firstIndex(of: ":")
        else { return .unreadable }
        return .password(String(pair[pair.index(after: colon)...]))
    }
}
