public import Foundation
import Synchronization

/// The places of files beside the tests.
public enum Checkout {
    /// The top of the project.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built with the tests; `KILOVAKT` names another, such as the release build.
    public static var program: URL {
        if let named = ProcessInfo.processInfo.environment["KILOVAKT"] { return URL(filePath: named) }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "kilovakt")
    }

    /// A new empty folder, removed when the tests have ended: programs may write into it until then.
    public static func temporaryFolder() throws -> URL {
        let folder = TemporaryFolders.parent.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// The folder of all temporary folders of this run.
private enum TemporaryFolders {
    static let parent: URL = {
        atexit { try? FileManager.default.removeItem(at: TemporaryFolders.parent) }
        return FileManager.default.temporaryDirectory.appending(path: "kilovakt-tests-\(getpid())")
    }()
}

extension URL {
    /// Writes a file into this folder.
    ///
    /// - Returns: its path.
    public func file(_ name: String, _ bytes: [UInt8] = []) throws -> String {
        let file = appending(path: name)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes a file of text into this folder.
    ///
    /// - Returns: its path.
    public func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}
