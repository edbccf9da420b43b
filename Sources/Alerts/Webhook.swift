import CCrypto
import Foundation
public import HTTPClient

/// Where alerts are posted.
public struct Webhook: Sendable {
    public var name: String
    public var url: String
    /// Signs what is sent, when there is one.
    public var secret: String?
    public var headers: [(name: String, value: String)] = []

    public init(name: String, url: String, secret: String? = nil) {
        self.name = name
        self.url = url
        self.secret = secret
    }

    /// The request for an alert.
    ///
    /// - Parameter unixSeconds: when it is sent; a part of what is signed, so that an old one cannot be sent again.
    public func request(for alert: Alert, unixSeconds: Int64, softwareVersion: String) -> HTTPRequest {
        let body = alert.json()
        var request = HTTPRequest(method: "POST", url: url, headers: headers, body: body)
        request.headers += [
            ("Content-Type", "application/json"),
            ("User-Agent", "kilovakt/\(softwareVersion)"),
            // libcurl would wait for a "100 Continue" that small servers never send.
            ("Expect", ""),
            ("X-Kilovakt-Key", "\(alert.key)/\(alert.state.rawValue)"),
            ("X-Kilovakt-Timestamp", String(unixSeconds)),
        ]
        if let secret {
            let signed = Array("\(unixSeconds).".utf8) + body
            request.headers.append(
                ("X-Kilovakt-Signature", "sha256=\(signature(of: signed, secret: Array(secret.utf8)))")
            )
        }
        return request
    }

    /// The host, for logs: the rest of an address may be a secret.
    public var host: String { URLComponents(string: url)?.host ?? "?" }
}

/// HMAC-SHA256 (RFC 2104, FIPS 180-4) in lower case hex.
func signature(of message: [UInt8], secret: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    // An empty array has no address, which HMAC takes for "the last key once more".
    let key = secret.isEmpty ? [0] : secret
    HMAC(EVP_sha256(), key, Int32(secret.count), message, message.count, &digest, &length)
    return digest.prefix(Int(length)).map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }.joined()
}
