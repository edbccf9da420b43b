import Glibc

/// Reads a capture piece by piece, whatever its format and however long it is.
///
///     var reader = try CaptureReader(path: "kaifa.hex")
///     while let chunk = try reader.next() { … }
public struct CaptureReader: ~Copyable {
    public let path: String
    private let file: FileDescriptor
    private let format: CaptureFormat
    private var input: [UInt8]
    private var unread: Range<Int>
    private var isAtEnd = false
    private var line = 1
    private var halfByte: UInt8?
    private var isInComment = false

    /// Read at once. The longest line of a timed capture has to fit.
    private static let bufferSize = 1 << 17

    /// - Parameter path: a file; `-` is standard input.
    /// - Throws: when there is no such file or it is compressed.
    public init(path: String) throws(CaptureError) {
        let opened = try Self.open(path)
        var buffer = [UInt8](repeating: 0, count: Self.bufferSize)
        let count = try Self.fill(&buffer, from: 0, opened, path)
        let format = CaptureFormat(beginning: buffer[0..<min(count, 4_096)])
        guard format != .gzip else {
            throw CaptureError(path: path, reason: "compressed; unpack it first: gunzip -c \(path) > capture")
        }
        self.path = path
        self.format = format
        file = opened
        input = buffer
        unread = 0..<count
    }

    private static func open(_ path: String) throws(CaptureError) -> FileDescriptor {
        // A copy of standard input, so that closing this one leaves the other.
        let number = path == "-" ? dup(STDIN_FILENO) : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw CaptureError(path: path, reason: "\(SystemError.last)") }
        return FileDescriptor(owning: number)
    }

    /// Fills the rest of the buffer.
    ///
    /// - Returns: how many bytes came; 0 at the end.
    private static func fill(
        _ buffer: inout [UInt8],
        from start: Int,
        _ file: borrowing FileDescriptor,
        _ path: String
    ) throws(CaptureError) -> Int {
        var end = start
        while end < buffer.count {
            let count = buffer.withUnsafeMutableBytes { rest in
                Glibc.read(file.number, rest.baseAddress.map { $0 + end }, rest.count - end)
            }
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw CaptureError(path: path, reason: "\(SystemError.last)") }
            end += count
        }
        return end - start
    }

    /// The next bytes; `nil` at the end.
    ///
    /// - Throws: when a line cannot be read. It is passed over: the next call goes on behind it.
    public mutating func next() throws(CaptureError) -> Chunk? {
        switch format {
        case .raw: return try nextRaw()
        case .hex: return try nextHex()
        case .timed: return try nextTimed()
        case .gzip: return nil
        }
    }

    /// Moves what is unread to the front and reads more behind it.
    ///
    /// - Returns: false at the end.
    private mutating func readMore() throws(CaptureError) -> Bool {
        guard !isAtEnd else { return false }
        let kept = unread.count
        input.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            memmove(base, base + unread.lowerBound, kept)
        }
        let count = try Self.fill(&input, from: kept, file, path)
        unread = 0..<kept + count
        isAtEnd = count == 0
        return count > 0
    }

    // MARK: - Formats

    private mutating func nextRaw() throws(CaptureError) -> Chunk? {
        if unread.isEmpty { guard try readMore() else { return nil } }
        defer { unread = unread.upperBound..<unread.upperBound }
        return Chunk(bytes: Array(input[unread]))
    }

    private mutating func nextHex() throws(CaptureError) -> Chunk? {
        var bytes: [UInt8] = []
        while bytes.isEmpty {
            if unread.count < 2 {
                let more = try readMore()
                if !more, unread.isEmpty { return try endOfHex() }
            }
            bytes.reserveCapacity(unread.count / 2)
            try takeHex(into: &bytes)
        }
        return Chunk(bytes: bytes)
    }

    private mutating func endOfHex() throws(CaptureError) -> Chunk? {
        guard halfByte != nil else { return nil }
        halfByte = nil
        throw CaptureError(path: path, line: line, reason: "a hex digit is missing at the end")
    }

    private mutating func takeHex(into bytes: inout [UInt8]) throws(CaptureError) {
        var index = unread.lowerBound
        while index < unread.upperBound {
            let byte = input[index]
            index += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                isInComment = false
            } else if isInComment || isBlank(byte) {
                continue
            } else if let value = hexValue(byte) {
                guard let high = halfByte else {
                    halfByte = value
                    continue
                }
                bytes.append(high << 4 | value)
                halfByte = nil
            } else if byte == UInt8(ascii: "/") {
                // A comment runs to the end of its line; a lone slash is taken for one too.
                isInComment = true
            } else {
                unread = index..<unread.upperBound
                isInComment = true
                halfByte = nil
                let reason = "neither a hex digit nor white space; the rest of the line is passed over"
                throw CaptureError(path: path, line: line, reason: reason)
            }
        }
        unread = index..<unread.upperBound
    }

    private mutating func nextTimed() throws(CaptureError) -> Chunk? {
        while true {
            guard let end = try endOfLine() else { return nil }
            let range = unread.lowerBound..<end
            unread = min(end + 1, unread.upperBound)..<unread.upperBound
            let number = line
            line += 1
            do throws(TimedLineError) {
                if let chunk = try timedChunk(input.span.extracting(range)) { return chunk }
            } catch {
                throw CaptureError(path: path, line: number, reason: error.description)
            }
        }
    }

    /// Where the line that begins at the first unread byte ends; `nil` when there is none any more.
    private mutating func endOfLine() throws(CaptureError) -> Int? {
        var searched = 0
        while true {
            var index = unread.lowerBound + searched
            while index < unread.upperBound {
                if input[index] == UInt8(ascii: "\n") { return index }
                index += 1
            }
            searched = unread.count
            guard searched < Self.bufferSize else {
                unread = unread.upperBound..<unread.upperBound
                throw CaptureError(
                    path: path,
                    line: line,
                    reason: "a line of more than \(Self.bufferSize) characters"
                )
            }
            if try !readMore() { return unread.isEmpty ? nil : unread.upperBound }
        }
    }
}
