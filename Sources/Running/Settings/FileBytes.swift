import Foundation

/// A file that cannot be read or written.
package struct FileError: Error, CustomStringConvertible {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(path): \(reason)" }
}

/// Whole files.
package enum FileBytes {
    /// - Parameter path: `-` reads standard input.
    package static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FileError(path: path, reason: "cannot be read; is there such a file, and may you read it?")
        }
        return Array(data)
    }
}
