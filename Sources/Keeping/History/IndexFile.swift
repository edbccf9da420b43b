import Glibc

/// Disk blocks of the index that SQLite maps into memory (`-shm`), taken while there is room.
///
/// SQLite writes one byte into every 4 KiB of the index. On a file system with smaller blocks that leaves holes, and to fill one
/// on a full disk ends the program with a bus error.
enum IndexFile {
    /// One part of the index, for some 4,000 pages of the log; the log is written back at 1,000.
    private static let bytes: off_t = 32_768

    /// - Returns: an open file, to be closed after the database and not before: closing it gives up the locks of this process
    ///   (https://sqlite.org/howtocorrupt.html, 2.2); `nil` where there is no index to take blocks for.
    static func allocate(for path: String) throws(HistoryError) -> Int32? {
        let file = open(path + "-shm", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return nil }
        let code = posix_fallocate(file, 0, bytes)
        // A file system that cannot do it is left as it is.
        if code == ENOSPC || code == EDQUOT {
            // The caller closes the database, which has no transaction open.
            close(file)
            throw HistoryError(.diskFull, path: path)
        }
        return file
    }
}
