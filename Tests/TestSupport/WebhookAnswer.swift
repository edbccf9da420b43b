/// What `WebhookServer` does with a request.
public enum WebhookAnswer: Sendable {
    case status(Int, headers: [String: String] = [:], body: String = "")
    /// A redirect (307) to another address.
    case redirect(to: String)
    /// Says nothing until the client goes or the server stops.
    case hang
    /// These bytes, and then the end of the connection.
    case bytes([UInt8])
    /// Promises a body and closes in the middle of it.
    case closeInTheMiddle
    /// 200 and a body of a gigabyte, as fast as it is taken.
    case endlessBody
    /// 200 and a header that never ends, a byte at a time.
    case slowHeaders

    /// The bytes of the answer, for answers that are one block.
    var bytes: [UInt8]? {
        switch self {
        case .status(let status, let headers, let body):
            let extra = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
            let length = "Content-Length: \(body.utf8.count)\r\n"
            return Array(
                "HTTP/1.1 \(status) Scripted\r\n\(extra)\(length)Connection: close\r\n\r\n\(body)".utf8
            )
        case .redirect(let target):
            return WebhookAnswer.status(307, headers: ["Location": target]).bytes
        case .bytes(let bytes):
            return bytes
        case .closeInTheMiddle:
            return Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789".utf8)
        case .hang, .endlessBody, .slowHeaders:
            return nil
        }
    }
}
