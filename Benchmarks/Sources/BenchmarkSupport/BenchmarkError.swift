import Foundation

/// Why nothing could be measured.
public struct BenchmarkError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Runs a program's work; an error becomes one line on standard error, and exit code 2.
public func reportingErrors(_ work: () throws -> Void) {
    do {
        try work()
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(2)
    }
}
