internal import CCurl

/// How a request went, step by step. Times are since the beginning, in µs; `nil` for a step that was not reached.
public struct HTTPTrace: Sendable, Hashable {
    /// The host's name was found.
    public var foundMicroseconds: Int?
    /// The connection stood.
    public var connectedMicroseconds: Int?
    /// It was secret, and the server who it should be; `nil` for `http` too.
    public var securedMicroseconds: Int?
    /// The first byte of the answer was there.
    public var answeredMicroseconds: Int?
    /// Everything was over.
    public var totalMicroseconds: Int
    /// The address that was connected to: `192.0.2.7`, `2001:db8::7`.
    public var address: String?

    /// - Parameter easy: a `CURL *` whose transfer is over.
    init(easy: UnsafeMutableRawPointer) {
        foundMicroseconds = Self.time(CURLINFO_NAMELOOKUP_TIME_T, easy)
        connectedMicroseconds = Self.time(CURLINFO_CONNECT_TIME_T, easy)
        securedMicroseconds = Self.time(CURLINFO_APPCONNECT_TIME_T, easy)
        answeredMicroseconds = Self.time(CURLINFO_STARTTRANSFER_TIME_T, easy)
        totalMicroseconds = Self.time(CURLINFO_TOTAL_TIME_T, easy) ?? 0
        var text: UnsafePointer<CChar>?
        if kv_get_text(easy, CURLINFO_PRIMARY_IP, &text) == CURLE_OK, let text {
            address = String(cString: text)
        }
        if address?.isEmpty == true { address = nil }
    }

    /// curl says 0 of what did not happen.
    private static func time(_ info: CURLINFO, _ easy: UnsafeMutableRawPointer) -> Int? {
        var microseconds: curl_off_t = 0
        guard kv_get_offset(easy, info, &microseconds) == CURLE_OK, microseconds > 0 else { return nil }
        return Int(microseconds)
    }
}
