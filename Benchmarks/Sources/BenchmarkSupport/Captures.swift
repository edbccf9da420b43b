public import Foundation

/// The project's own captures of simulated meters: hex text, and P1 telegrams as they are.
public enum Captures {
    public static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../captures", directoryHint: .isDirectory).standardizedFileURL

    /// Every `*.hex` and `*.txt` below the folder, in the order of their names, so that each run takes the same frames.
    ///
    /// - Throws: when there is none.
    public static func files() throws -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files =
            found?.compactMap { $0 as? URL }.filter { ["hex", "txt"].contains($0.pathExtension) } ?? []
        guard !files.isEmpty else {
            throw BenchmarkError("no captures in \(folder.path); build in a checkout of the project")
        }
        return files.sorted { $0.path < $1.path }
    }

    /// The folder that a capture lies in.
    public static func model(of file: URL) -> String { file.deletingLastPathComponent().lastPathComponent }

    /// The bytes of a capture; empty for timed text.
    public static func bytes(of file: URL) throws -> [UInt8] {
        guard file.pathExtension == "txt" else { return try hexBytes(file) }
        let text = Array(try Data(contentsOf: file))
        return text.first == UInt8(ascii: "/") ? text : []
    }

    /// White space and `//` comments mean nothing.
    private static func hexBytes(_ file: URL) throws -> [UInt8] {
        var digits: [UInt8] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
            let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
            for character in code where !character.isWhitespace {
                guard let digit = character.hexDigitValue else {
                    throw BenchmarkError("\(file.path): \(character) is no hex digit")
                }
                digits.append(UInt8(digit))
            }
        }
        return stride(from: 0, to: digits.count & ~1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
