internal import CCurl

/// Takes in an answer as curl hands it over. Used on the transfer's thread alone.
final class AnswerSink {
    private let maxBytes: Int
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    /// True when there was more body than wanted: curl was told to stop.
    private(set) var isFull = false
    private var headerBytes = 0
    /// True when there were more headers than an answer may have: curl was told to stop.
    var hasTooManyHeaders: Bool { headerBytes > Self.maxHeaderBytes }

    /// A server that sends headers without end is stopped here.
    static let maxHeaderBytes = 64 * 1_024

    init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    /// The caller keeps the sink alive until the transfer is over.
    func attach(to easy: UnsafeMutableRawPointer) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        kv_set_pointer(easy, CURLOPT_WRITEDATA, this)
        kv_set_pointer(easy, CURLOPT_HEADERDATA, this)
        kv_set_sink(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, this in
            AnswerSink.bytes(bytes, size * count, this) { $0.take(body: $1) }
        }
        kv_set_sink(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, this in
            AnswerSink.bytes(bytes, size * count, this) { $0.take(header: $1) }
        }
    }

    private static func bytes(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ this: UnsafeMutableRawPointer?,
        _ take: (AnswerSink, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let this else { return 0 }
        let sink = Unmanaged<AnswerSink>.fromOpaque(this).takeUnretainedValue()
        // Anything but the count tells curl to stop; the count itself may be 0, so 0 is no sign.
        return take(sink, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : count + 1
    }

    private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        let room = maxBytes - body.count
        body.append(contentsOf: bytes.prefix(room))
        isFull = bytes.count > room
        return !isFull
    }

    private func take(header bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard !hasTooManyHeaders else { return false }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // What came before was an interim answer.
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(HTTPHeader(trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...])))
        }
        return true
    }

    private func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        let rest = text.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(rest[...last])
    }
}
