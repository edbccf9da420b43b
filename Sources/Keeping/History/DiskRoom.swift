import Foundation
import Glibc

/// Free space of the file system that a file lies on.
public enum DiskRoom {
    /// Free space that the database is opened with: its index takes 32 KiB, the rest is for the first writes.
    static let toOpenBytes: Int64 = 128 * 1_024

    /// Bytes that an ordinary program may still write to the file system of a file or of its folder.
    ///
    /// - Returns: `nil` when the file system does not say.
    public static func freeBytes(at path: String) -> Int64? {
        var disk = statvfs()
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard statvfs(path, &disk) == 0 || statvfs(folder, &disk) == 0 else { return nil }
        // A file system without a count of files says 0 of 0.
        guard disk.f_files == 0 || disk.f_favail > 0 else { return 0 }
        let (bytes, isTooMuch) = UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize))
        return isTooMuch ? .max : Int64(clamping: bytes)
    }

    /// Whether the database can be opened beside other programs. Where the file system does not say, it is tried.
    static func sufficesToOpen(_ path: String) -> Bool {
        freeBytes(at: path).map { $0 >= toOpenBytes } ?? true
    }
}
