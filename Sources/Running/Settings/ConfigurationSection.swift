import Yams

/// Collects what is wrong while a file is read.
final class ConfigurationProblems {
    let file: String
    private(set) var errors: [ConfigurationError] = []
    /// Keys that are understood but have no effect in this version.
    private(set) var withoutEffect: [String] = []

    init(file: String) {
        self.file = file
    }

    func addWithoutEffect(_ key: String) {
        withoutEffect.append(key)
    }

    /// By line; those of this file first, those of a file that it names behind them.
    var sorted: [ConfigurationError] {
        errors.sorted { a, b in (a.file == file ? 0 : 1, a.line) < (b.file == file ? 0 : 1, b.line) }
    }

    /// Adds what is wrong in a file that this one names.
    func add(_ others: [ConfigurationError]) {
        errors += others
    }

    func add(_ problem: String, key: String, at node: Node?) {
        errors.append(ConfigurationError(file: file, line: node?.mark?.line ?? 0, key: key, problem: problem))
    }
}

/// One mapping of the file. Each key is asked for once, with what it may be; what is left over is unknown.
struct ConfigurationSection {
    private let values: [(key: Node, value: Node)]
    private let path: String
    private let problems: ConfigurationProblems
    private var asked: [String] = []

    /// - Returns: an empty section, after a complaint, when the node is no mapping.
    init(_ node: Node?, path: String, problems: ConfigurationProblems) {
        self.path = path
        self.problems = problems
        switch node {
        case .mapping(let mapping)?: values = mapping.map { ($0.key, $0.value) }
        case nil: values = []
        case .scalar(let scalar)? where scalar.string.isEmpty || scalar.string == "~": values = []
        case .some(let node):
            values = []
            problems.add("not a mapping; write keys with values, such as name: value", key: path, at: node)
        }
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private mutating func node(_ key: String) -> Node? {
        asked.append(key)
        return values.first { $0.key.scalar?.string == key }?.value
    }

    // MARK: - Values

    /// A text, taken through `parse`, which says by throwing why it is none of those allowed.
    mutating func value<Value>(_ key: String, _ parse: (String) throws -> Value) -> Value? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            problems.add("a single value is expected", key: name(key), at: node)
            return nil
        }
        do {
            return try parse(text)
        } catch {
            problems.add(String(describing: error), key: name(key), at: node)
            return nil
        }
    }

    mutating func text(_ key: String) -> String? { value(key) { $0 } }

    mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: String) -> Value?
    where Value.RawValue == String {
        value(key) { text in
            guard let value = Value(rawValue: text) else {
                throw NotAllowed(text, Value.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return value
        }
    }

    mutating func choice(_ key: String, of allowed: [String]) -> String? {
        value(key) { text in
            guard allowed.contains(text) else { throw NotAllowed(text, allowed.joined(separator: ", ")) }
            return text
        }
    }

    /// `true` or `false`.
    mutating func flag(_ key: String) -> Bool? {
        choice(key, of: ["true", "false"]).map { $0 == "true" }
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key) { text in
            guard let number = Int(text), range.contains(number) else {
                throw NotAllowed(text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        value(key) { text in
            guard let number = Double(text), range.contains(number) else {
                throw NotAllowed(text, "a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    mutating func texts(_ key: String) -> [String]? {
        guard let node = node(key) else { return nil }
        guard let sequence = node.sequence else {
            problems.add("a list is expected, such as [a, b]", key: name(key), at: node)
            return nil
        }
        return sequence.compactMap { $0.scalar?.string }
    }

    /// Takes keys that have no effect in this version, whatever they hold, and remembers which are there.
    mutating func withoutEffect(_ keys: String...) {
        for key in keys where node(key) != nil { problems.addWithoutEffect(name(key)) }
    }

    // MARK: - Sections

    mutating func section(_ key: String) -> ConfigurationSection {
        ConfigurationSection(node(key), path: name(key), problems: problems)
    }

    /// A list of mappings; `nil` when the key is not there.
    mutating func sections(_ key: String) -> [ConfigurationSection]? {
        guard let node = node(key) else { return nil }
        guard let sequence = node.sequence else {
            problems.add("a list is expected: lines that begin with a dash", key: name(key), at: node)
            return nil
        }
        return sequence.enumerated().map { index, item in
            ConfigurationSection(item, path: "\(name(key))[\(index)]", problems: problems)
        }
    }

    /// All keys that are there, in the file's order.
    var keys: [String] { values.compactMap { $0.key.scalar?.string } }

    func contains(_ key: String) -> Bool { values.contains { $0.key.scalar?.string == key } }

    /// Complains about this key, or about the section when the key is not there.
    func complain(_ problem: String, about key: String) {
        let node = values.first { $0.key.scalar?.string == key }?.value ?? values.first?.key
        problems.add(problem, key: name(key), at: node)
    }

    /// Complains of what is wrong in a file that this section names.
    func complain(of others: [ConfigurationError]) {
        problems.add(others)
    }

    /// Takes all that stands here as asked for: what it may be cannot be said.
    mutating func passOver() {
        asked += values.compactMap { $0.key.scalar?.string }
    }

    /// Complains about every key that nobody asked for, and says which might have been meant.
    func end() {
        for (key, _) in values {
            let text = key.scalar?.string ?? "?"
            guard !asked.contains(text) else { continue }
            let near = asked.min { distance($0, text) < distance($1, text) }
            let hint = near.flatMap { distance($0, text) <= 2 ? "; did you mean \($0)?" : nil } ?? ""
            problems.add(
                "unknown key\(hint) Allowed: \(asked.joined(separator: ", "))",
                key: name(text),
                at: key
            )
        }
    }
}

/// A value that is none of those allowed.
struct NotAllowed: Error, CustomStringConvertible {
    var value: String
    var allowed: String

    init(_ value: String, _ allowed: String) {
        self.value = value
        self.allowed = allowed
    }

    var description: String { "\(value) is not allowed; allowed: \(allowed)" }
}

/// How many letters have to be changed, put in or left out to come from one word to the other (Levenshtein).
private func distance(_ a: String, _ b: String) -> Int {
    let target = Array(b)
    var row = Array(0...target.count)
    for (i, letter) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in target.indices {
            let cost = min(row[j + 1] + 1, row[j] + 1, diagonal + (letter == target[j] ? 0 : 1))
            diagonal = row[j + 1]
            row[j + 1] = cost
        }
    }
    return row[target.count]
}
