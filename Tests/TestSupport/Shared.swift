public import Foundation
public import Testing

/// The data that lies beside the checkout, in `../shared`, and may be absent.
///
///     @Test(.enabled(if: Shared.isPresent, Shared.why))
public enum Shared {
    public static let root = Checkout.root.deletingLastPathComponent()
        .appending(path: "shared", directoryHint: .isDirectory)

    public static let isPresent = FileManager.default.fileExists(
        atPath: root.appending(path: "captures/README.md").path
    )

    public static let why: Comment = "needs ../shared"

    public static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The bytes of a hex file: white space and `//` comments mean nothing.
    public static func hex(_ path: String) throws -> [UInt8] {
        try hexBytes(text(path))
    }

    /// A real capture, `norway/kaifa-list1`: hex, or the text itself of a P1 telegram.
    public static func capture(_ name: String) throws -> [UInt8] {
        let telegram = root.appending(path: "captures/real/\(name).txt")
        if let data = try? Data(contentsOf: telegram) { return Array(data) }
        return try hex("captures/real/\(name).hex")
    }

    /// An input of a public report: hex, or the text itself of a P1 telegram.
    public static func report(_ name: String) throws -> [UInt8] {
        guard name.hasSuffix(".hex") else {
            return Array(try Data(contentsOf: root.appending(path: "captures/reports/\(name)")))
        }
        return try hex("captures/reports/\(name)")
    }

    /// The unpacked contents of a `.gz` file.
    public static func gunzip(_ path: String) throws -> Data {
        let gzip = try Child(["/usr/bin/gzip", "-dc", root.appending(path: path).path])
        let output = FileHandle(fileDescriptor: gzip.output, closeOnDealloc: true)
        let data = try output.readToEnd() ?? Data()
        guard gzip.wait() == 0 else { throw SharedError(path: path) }
        return data
    }
}

public struct SharedError: Error {
    public var path: String
}

/// The bytes of a text of hexadecimal digits: white space and `//` comments mean nothing.
public func hexBytes(_ text: String) throws -> [UInt8] {
    var digits: [UInt8] = []
    for line in text.split(whereSeparator: \.isNewline) {
        let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
        for character in code where !character.isWhitespace {
            guard let digit = character.hexDigitValue else { throw SharedError(path: String(line)) }
            digits.append(UInt8(digit))
        }
    }
    guard digits.count.isMultiple(of: 2) else { throw SharedError(path: "odd number of digits") }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
