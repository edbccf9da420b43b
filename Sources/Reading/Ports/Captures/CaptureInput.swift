import Glibc

/// A file's bytes through a buffer of bounded size.
struct CaptureInput: ~Copyable {
    /// The longest line that is read: far above any chunk's, and all that a damaged file can make us hold.
    static let longestLineBytes = 1 << 20

    let path: String
    private let descriptor: Descriptor
    private var buffer: [UInt8]
    private var start = 0
    private var end: Int
    /// Up to where no newline was found.
    private var scanned = 0
    private var hasEnded = false

    init(path: String, bufferBytes: Int) throws(CaptureError) {
        // Its own descriptor for standard input too, so that closing it closes no more than that.
        let number = path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw CaptureError(file: path, reason: .cannotOpen(code: errno)) }
        self.path = path
        descriptor = Descriptor(number)
        buffer = [UInt8](repeating: 0, count: max(16, bufferBytes))
        end = 0
    }

    init(bytes: [UInt8], name: String) {
        path = name
        descriptor = .none
        buffer = bytes
        end = bytes.count
        hasEnded = true
    }

    /// How many bytes are in the buffer and not yet taken.
    var count: Int { end - start }

    /// Calls with the bytes that are in the buffer and not yet taken.
    func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(buffer.span.extracting(start..<end))
    }

    /// Calls with a line that `takeLine` gave, before anything else is taken.
    func withLine<R, E: Error>(_ line: Range<Int>, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(buffer.span.extracting(line))
    }

    /// Takes bytes from the front.
    mutating func take(_ count: Int) {
        start += count
        scanned = max(scanned, start)
    }

    /// Reads more behind what is in the buffer, once; makes the buffer larger when it is full.
    ///
    /// - Returns: `false` at the end of the file.
    mutating func fill() throws(CaptureError) -> Bool {
        guard !hasEnded else { return false }
        let number = descriptor.number
        makeRoom()
        while true {
            let end = end
            let count = buffer.withUnsafeMutableBytes { bytes in
                Glibc.read(number, bytes.baseAddress?.advanced(by: end), bytes.count - end)
            }
            if count > 0 {
                self.end += count
                return true
            }
            if count < 0, errno == EINTR { continue }
            // After an error too: asking again must come to an end.
            hasEnded = true
            if count < 0 { throw CaptureError(file: path, reason: .cannotRead(code: errno)) }
            return false
        }
    }

    private mutating func makeRoom() {
        if start > 0 {
            let (from, to) = (start, end)
            buffer.withUnsafeMutableBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[from..<to])
                bytes.copyMemory(from: rest)
            }
            end -= start
            scanned -= start
            start = 0
        }
        if end == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
    }

    enum Line {
        /// Where in the buffer it lies, for `withLine`.
        case line(Range<Int>)
        /// It goes on beyond what is held; `skipLine` passes over it.
        case tooLong
        case end
    }

    /// Takes a line, without its newline; the last one may have none.
    mutating func takeLine() throws(CaptureError) -> Line {
        while true {
            if let newline = findNewline() {
                let line = start..<newline
                start = newline + 1
                scanned = start
                return .line(line)
            }
            if count > Self.longestLineBytes { return .tooLong }
            if try fill() { continue }
            guard count > 0 else { return .end }
            let line = start..<end
            start = end
            scanned = end
            return .line(line)
        }
    }

    /// Takes the rest of a line and its newline, holding no more than the buffer.
    mutating func skipLine() throws(CaptureError) {
        repeat {
            if let newline = findNewline() {
                take(newline + 1 - start)
                return
            }
            take(count)
        } while try fill()
    }

    private mutating func findNewline() -> Int? {
        let (from, to) = (scanned, end)
        guard from < to else { return nil }
        let found = buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            return memchr(base + from, Int32(Ascii.newline), to - from).map { UnsafeRawPointer($0) - base }
        }
        scanned = found ?? end
        return found
    }
}
