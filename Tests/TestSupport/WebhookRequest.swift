/// A request as `WebhookServer` received it.
public struct WebhookRequest: Sendable {
    public var method: String
    /// With the query.
    public var path: String
    /// By names in lower case; of a repeated one the last.
    public var headers: [String: String]
    public var body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// - Returns: `nil` while `bytes` are not a whole request.
    init?(_ bytes: [UInt8]) {
        let end: [UInt8] = [13, 10, 13, 10]
        guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
        let lines = String(decoding: bytes[..<split], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        self.method = String(words[0])
        self.path = String(words[1])
        self.headers = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        let rest = bytes[(split + end.count)...]
        guard rest.count >= headers["content-length"].flatMap(Int.init) ?? 0 else { return nil }
        self.body = Array(rest)
    }
}
