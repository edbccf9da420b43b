/// Something wrong or odd in a file that a person wrote, with its place.
public struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// Counted from 1; 0 when the whole file is meant.
    public var line: Int
    /// The path to the key, `tariffer[2].fastledd.terskler[1].pris`; empty when the whole file is meant.
    public var key: String
    /// The problem in words, and what is allowed or was done.
    public var problem: String

    public init(file: String, line: Int, key: String, problem: String) {
        self.file = file
        self.line = line
        self.key = key
        self.problem = problem
    }

    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
    }
}

/// Collects mistakes and warnings while a file is read, so that one reading reports all of them.
package final class FileProblems {
    /// How strictly a file is read.
    package struct Rules: Sendable {
        /// A key that the reader does not know is a mistake, else a warning.
        package var refusesUnknownKeys: Bool
        /// A key without a value counts as absent, else as a mistake.
        package var allowsEmptyValues: Bool

        package init(refusesUnknownKeys: Bool, allowsEmptyValues: Bool) {
            self.refusesUnknownKeys = refusesUnknownKeys
            self.allowsEmptyValues = allowsEmptyValues
        }
    }

    package let file: String
    package let rules: Rules
    package private(set) var mistakes: [FileProblem] = []
    package private(set) var warnings: [FileProblem] = []
    /// Keys that are understood but have no effect in this version.
    package private(set) var keysWithoutEffect: [String] = []

    /// A file of nothing but mistakes needs no longer list.
    private static let most = 100

    package init(file: String, rules: Rules) {
        self.file = file
        self.rules = rules
    }

    package func mistake(_ problem: String, key: String, line: Int) {
        add([FileProblem(file: file, line: line, key: key, problem: problem)])
    }

    package func warn(_ problem: String, key: String, line: Int) {
        guard warnings.count < Self.most else { return }
        warnings.append(FileProblem(file: file, line: line, key: key, problem: problem))
    }

    /// Adds the mistakes of another file that this one names.
    package func add(_ others: [FileProblem]) {
        mistakes += others.prefix(Self.most - mistakes.count)
    }

    /// Takes the mistakes back that were added after the first `count`, for a reader that can do without that part.
    package func withdrawMistakes(after count: Int) -> [FileProblem] {
        defer { mistakes.removeSubrange(count...) }
        return Array(mistakes[count...])
    }

    package func addWithoutEffect(_ key: String) {
        keysWithoutEffect.append(key)
    }

    /// Mistakes by line; those of this file before those of a file that it names.
    package var sortedMistakes: [FileProblem] {
        mistakes.sorted { a, b in (a.file == file ? 0 : 1, a.line) < (b.file == file ? 0 : 1, b.line) }
    }
}

/// A value that is not one of those allowed.
package struct NotAllowed: Error, CustomStringConvertible {
    package var value: String
    package var allowed: String

    package init(_ value: String, _ allowed: String) {
        self.value = value
        self.allowed = allowed
    }

    package var description: String { "\(shortened(value)) is not allowed; allowed: \(allowed)" }
}

/// A text of a file, short enough for a line of a log.
package func shortened(_ text: String) -> String {
    text.count <= 40 ? text : "\(text.prefix(40))…"
}
