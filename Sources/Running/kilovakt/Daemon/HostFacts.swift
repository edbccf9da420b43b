import Alerts
import Foundation
import Glibc
import Messaging

/// What alerts may say of the machine.
struct HostFacts: Sendable {
    let publisher: MQTTPublisher?
    let writer: HistoryWriter
    /// Where the history lies.
    let path: String

    func read() -> AlertFacts {
        AlertFacts(
            isBrokerConnected: publisher?.isConnected,
            diskFreeBytes: Self.freeBytes(at: path),
            isHistoryFailing: writer.cannotWrite
        )
    }

    /// What an ordinary program may still write to the file system of a file or its folder, in bytes.
    ///
    /// - Returns: `nil` when nobody can say.
    static func freeBytes(at path: String) -> Int64? {
        var disk = statvfs()
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard statvfs(path, &disk) == 0 || statvfs(folder, &disk) == 0 else { return nil }
        let (bytes, isTooMuch) = UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize))
        return isTooMuch ? .max : Int64(clamping: bytes)
    }
}
