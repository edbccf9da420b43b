import Glibc

/// An open file that is read and written at given places; closed when it is let go.
final class ReserveFile {
    struct Failure: Error {
        /// The system's number for the error.
        var code: Int32
    }

    private let file: Int32

    init(_ path: String, _ flags: Int32) throws(Failure) {
        file = open(path, flags | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw Failure(code: errno) }
    }

    deinit { close(file) }

    /// - Returns: fewer bytes at the end of the file.
    func read(_ count: Int, at place: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let length = bytes[done...].withUnsafeMutableBytes {
                pread(file, $0.baseAddress, $0.count, off_t(place + done))
            }
            guard length >= 0 else { throw Failure(code: errno) }
            guard length > 0 else { break }
            done += length
        }
        return Array(bytes.prefix(done))
    }

    func write(_ bytes: [UInt8], at place: Int) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let length = bytes[done...].withUnsafeBytes {
                pwrite(file, $0.baseAddress, $0.count, off_t(place + done))
            }
            guard length > 0 else { throw Failure(code: length < 0 ? errno : EIO) }
            done += length
        }
    }

    func sync() throws(Failure) {
        guard fdatasync(file) == 0 else { throw Failure(code: errno) }
    }
}
