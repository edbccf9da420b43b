import Glibc

/// An open file, port or connection; closed when nobody holds it any more.
struct FileDescriptor: ~Copyable, Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Reads what is there into the buffer.
    ///
    /// - Returns: how many bytes; 0 at the end; `nil` when there is nothing now.
    func read(into buffer: inout [UInt8]) throws(SystemError) -> Int? {
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return nil
            case let code: throw SystemError(code: code)
            }
        }
    }
}

/// What the operating system said no with.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// errno
    public var code: Int32

    /// The last one of this thread.
    static var last: SystemError { SystemError(code: errno) }

    public var description: String { String(cString: strerror(code)) }
}

/// The host's clock, in ms since 1970 UTC.
func unixMillisecondsNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}
