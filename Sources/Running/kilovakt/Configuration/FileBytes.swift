import Foundation

/// A file that cannot be read or written.
struct FileError: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "\(path): \(reason)" }
}

/// Whole files.
enum FileBytes {
    /// - Parameter path: `-` reads standard input.
    static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FileError(path: path, reason: "cannot be read; is there such a file, and may you read it?")
        }
        return Array(data)
    }
}
