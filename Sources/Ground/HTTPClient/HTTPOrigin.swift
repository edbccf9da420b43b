internal import CCurl

/// Where a URL leads, without what may be secret in it: no user, password, path or query.
public struct HTTPOrigin: Sendable, Hashable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: String
    /// A name or an address, IPv6 in brackets.
    public let host: String
    public let port: Int

    /// Reads a URL with the parser of curl, so that what is checked here is what is connected to.
    ///
    /// - Throws: `HTTPError.badURL` when it is not an absolute URL of `http` or `https`.
    public init(url: String) throws(HTTPError) {
        guard let parts = curl_url() else { throw .badURL(reason: "out of memory") }
        defer { curl_url_cleanup(parts) }
        let code = curl_url_set(parts, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard code == CURLUE_OK else { throw .badURL(reason: Self.words(of: code)) }
        let scheme = Self.part(CURLUPART_SCHEME, of: parts)?.lowercased() ?? ""
        guard scheme == "http" || scheme == "https" else {
            throw .badURL(reason: "its scheme is neither http nor https")
        }
        guard let host = Self.part(CURLUPART_HOST, of: parts), !host.isEmpty else {
            throw .badURL(reason: "it names no host")
        }
        self.scheme = scheme
        self.host = host
        self.port = Self.part(CURLUPART_PORT, of: parts).flatMap(Int.init) ?? (scheme == "https" ? 443 : 80)
    }

    /// `https://ntfy.sh`, `http://192.168.1.5:8123`
    public var description: String {
        port == (scheme == "https" ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    private static func part(_ part: CURLUPart, of parts: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parts, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    private static func words(of code: CURLUcode) -> String {
        code == CURLUE_BAD_SCHEME || code == CURLUE_UNSUPPORTED_SCHEME
            ? "it does not begin with http:// or https://" : String(cString: curl_url_strerror(code))
    }
}
