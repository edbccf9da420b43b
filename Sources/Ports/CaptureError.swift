/// A capture, or a line of it, that cannot be read.
public struct CaptureError: Error, Sendable, Equatable, CustomStringConvertible {
    public var path: String
    /// Counted from 1; `nil` when the whole file is meant.
    public var line: Int?
    /// What is wrong and what to do.
    public var reason: String

    public init(path: String, line: Int? = nil, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    public var description: String { line.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)" }
}
