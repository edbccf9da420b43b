public import Foundation

/// Where things lie beside the tests.
public enum Checkout {
    /// The top of the project.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built with the tests; `KILOVAKT` names another, such as the release build.
    public static var program: URL {
        if let named = ProcessInfo.processInfo.environment["KILOVAKT"] { return URL(filePath: named) }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "kilovakt")
    }

    /// A new empty folder.
    public static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "kilovakt-test-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
