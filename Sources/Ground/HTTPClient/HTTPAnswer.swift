internal import CCurl

/// What a web server answered.
public struct HTTPAnswer: Sendable {
    /// 200...599; an interim answer (1xx) is passed over.
    public var status: Int
    /// In the order in which they came.
    public var headers: [HTTPHeader]
    /// At most the request's `maxAnswerBytes`.
    public var body: [UInt8]
    /// True when there was more than `maxAnswerBytes`, and the rest was not read.
    public var isCutOff: Bool

    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], isCutOff: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isCutOff = isCutOff
    }

    /// The value of the first header of this name, in whatever case it is written; `nil` when there is none.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }

    /// How long the server asks to be left alone (RFC 9110, 10.2.3), in seconds, given as such or as a date.
    ///
    /// - Parameter now: seconds since 1970, which a date is held against.
    /// - Returns: 0 or more; `nil` when it does not ask, or in no way that can be read.
    public func retryAfterSeconds(now: Int64) -> Int? {
        guard let text = header("Retry-After") else { return nil }
        if let seconds = Int(text) { return seconds < 0 ? nil : seconds }
        let date = Int64(curl_getdate(text, nil))
        return date < 0 ? nil : Int(max(0, date - now))
    }
}
