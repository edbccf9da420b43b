public import Foundation
import Glibc

/// A file system of its own, of 8 MiB in an image, that a test can fill: ext4 with blocks of 1 KiB, as `mkfs` makes small ones.
public final class SmallDisk {
    public let folder: URL
    private var ballast: URL { folder.appending(path: "ballast") }

    /// - Returns: `nil` where mounting is not permitted, which is said.
    public init?() async throws {
        let image = try Checkout.temporaryFolder().appending(path: "disk.img")
        folder = image.deletingLastPathComponent().appending(path: "disk")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: image.path, contents: nil) else { return nil }
        truncate(image.path, 8 << 20)
        for (tool, arguments) in [
            ("/usr/sbin/mkfs.ext4", ["-q", "-b", "1024", "-m", "0", image.path]),
            ("/usr/bin/mount", ["-o", "loop", image.path, folder.path]),
        ] {
            guard FileManager.default.isExecutableFile(atPath: tool) else {
                print("skipped: there is no \(tool)")
                return nil
            }
            let result = try await RunningProgram.run(URL(filePath: tool), arguments)
            guard result.code == 0 else {
                print("skipped: no file system can be mounted here: \(result.lines)")
                return nil
            }
        }
    }

    /// Leaves no byte free.
    public func fill() throws {
        let file = open(ballast.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        // What is written to the disk frees blocks that were only reserved, and some are then free again.
        for _ in 0..<3 {
            for size in [65_536, 1_024] {
                let bytes = [UInt8](repeating: 0x55, count: size)
                while write(file, bytes, size) == size {}
            }
            fsync(file)
        }
    }

    /// Makes room again. ext4 gives the blocks of a removed file back with the next commit of its journal, which a sync does.
    public func free() throws {
        try FileManager.default.removeItem(at: ballast)
        sync()
    }

    deinit {
        // Lazily: a program that a failed test left behind may still use it.
        umount2(folder.path, Int32(MNT_DETACH))
    }
}
