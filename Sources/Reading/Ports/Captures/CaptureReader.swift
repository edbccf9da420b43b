/// Reads a capture of any format, chunk by chunk, in bounded memory.
///
///     var reader = try CaptureReader(path: "meter.txt")
///     while true {
///         do {
///             guard let chunk = try reader.next() else { break }
///             …
///         } catch {
///             report(error)    // and go on: the reader stands behind what is damaged
///         }
///     }
public struct CaptureReader: ~Copyable {
    /// The most bytes in a chunk of a raw or hex capture.
    public static let longestChunkBytes = 64 * 1_024
    /// The format must show within the first MiB.
    private static let detectionBytes = 1 << 20

    public let format: CaptureFormat
    private var input: CaptureInput
    private var hex = HexText()
    private var hasEndedHex = false
    /// What was found behind the chunk that was given last.
    private var pendingError: CaptureError?
    private var lineNumber = 0
    private var offset = 0

    /// Opens a capture and reads as much as shows its format.
    ///
    /// - Parameter path: a file, or `-` for standard input.
    /// - Throws: when the file cannot be opened or read, or is compressed.
    public init(path: String) throws(CaptureError) {
        try self.init(path: path, bufferBytes: 256 * 1_024)
    }

    init(path: String, bufferBytes: Int) throws(CaptureError) {
        try self.init(try CaptureInput(path: path, bufferBytes: bufferBytes))
    }

    /// Reads a capture that is in memory.
    ///
    /// - Parameters:
    ///   - bytes: the capture, in any format.
    ///   - name: what errors call it.
    public init(bytes: [UInt8], name: String) throws(CaptureError) {
        try self.init(CaptureInput(bytes: bytes, name: name))
    }

    private init(_ opened: consuming CaptureInput) throws(CaptureError) {
        var input = opened
        format = try Self.detectFormat(of: &input)
        self.input = input
    }

    private static func detectFormat(of input: inout CaptureInput) throws(CaptureError) -> CaptureFormat {
        var hasMore = true
        while true {
            // Two bytes tell a gzip file.
            if input.count >= 2 || !hasMore {
                guard !input.withBytes(isGzip) else {
                    throw CaptureError(file: input.path, reason: .compressed)
                }
                let isWhole = !hasMore || input.count >= detectionBytes
                if let format = input.withBytes({ CaptureFormat.detect($0, isWhole: isWhole) }) {
                    return format
                }
            }
            hasMore = try input.fill()
        }
    }

    /// The next chunk, or `nil` at the end.
    ///
    /// - Throws: what is damaged, and where. The next call goes on behind it: with the next line of a text capture;
    ///   with `nil` when the file itself could not be read on.
    public mutating func next() throws(CaptureError) -> Chunk? {
        if let error = pendingError.take() { throw error }
        switch format {
        case .raw: return try nextRaw()
        case .hex: return try nextHex()
        case .timed: return try nextTimed()
        }
    }

    private mutating func nextRaw() throws(CaptureError) -> Chunk? {
        if input.count == 0 {
            guard try input.fill() else { return nil }
        }
        let count = min(input.count, Self.longestChunkBytes)
        let bytes = input.withBytes { bytes in Array(copying: bytes.extracting(first: count)) }
        input.take(count)
        return chunk(bytes, arrivalUnixMilliseconds: nil)
    }

    private mutating func nextHex() throws(CaptureError) -> Chunk? {
        var output: [UInt8] = []
        // A live pipe is not waited for while there are bytes to give.
        while output.isEmpty {
            if input.count == 0, try !input.fill() {
                if hasEndedHex { return nil }
                hasEndedHex = true
                let fault = hex.finish(into: &output)
                if output.isEmpty, let fault { throw error(fault) }
                if let fault { pendingError = error(fault) }
                break
            }
            output.reserveCapacity(min(input.count / 2 + 1, Self.longestChunkBytes))
            let (taken, fault) = input.withBytes { text in
                hex.decode(text, into: &output, limit: Self.longestChunkBytes)
            }
            input.take(taken)
            guard let fault else { continue }
            if output.isEmpty { throw error(fault) }
            pendingError = error(fault)
        }
        return output.isEmpty ? nil : chunk(output, arrivalUnixMilliseconds: nil)
    }

    private mutating func nextTimed() throws(CaptureError) -> Chunk? {
        while let line = try nextLine() {
            do throws(TimedLine.Fault) {
                guard let timed = try input.withLine(line, parseTimedLine) else { continue }
                return chunk(timed.bytes, arrivalUnixMilliseconds: timed.arrivalUnixMilliseconds)
            } catch let fault {
                throw error(HexText.Fault(line: lineNumber, column: fault.column, reason: fault.reason))
            }
        }
        return nil
    }

    private mutating func nextLine() throws(CaptureError) -> Range<Int>? {
        lineNumber += 1
        switch try input.takeLine() {
        case .line(let line):
            let hasMark = lineNumber == 1 && input.withLine(line, beginsWithByteOrderMark)
            return hasMark ? line.dropFirst(HexText.byteOrderMark.count) : line
        case .end: return nil
        case .tooLong:
            try input.skipLine()
            let reason = CaptureError.Reason.lineTooLong(limitBytes: CaptureInput.longestLineBytes)
            throw CaptureError(file: input.path, line: lineNumber, reason: reason)
        }
    }

    private mutating func chunk(_ bytes: [UInt8], arrivalUnixMilliseconds: Int64?) -> Chunk {
        defer { offset += bytes.count }
        return Chunk(bytes: bytes, arrivalUnixMilliseconds: arrivalUnixMilliseconds, offset: offset)
    }

    private func error(_ fault: HexText.Fault) -> CaptureError {
        CaptureError(file: input.path, line: fault.line, column: fault.column, reason: fault.reason)
    }
}

private func parseTimedLine(_ line: Span<UInt8>) throws(TimedLine.Fault) -> TimedLine? {
    try TimedLine(parsing: line)
}

private func beginsWithByteOrderMark(_ line: Span<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { $0.starts(with: HexText.byteOrderMark) }
}

private func isGzip(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
}

extension Array where Element == UInt8 {
    fileprivate init(copying bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { Array($0) }
    }
}
