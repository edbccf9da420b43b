import Yams

/// One mapping of a YAML file. The reader asks for each key once and says what it may be; `end()` reports the keys that
/// were never asked for.
package struct CheckedMapping {
    package let path: String
    /// The mapping's first line, from 1.
    package let line: Int
    package let problems: FileProblems
    private let values: [(key: String, value: Node, line: Int)]
    private var asked: [String] = []

    /// - Parameter node: anything else than a mapping is a mistake, and taken for an empty one.
    init(_ node: Node?, path: String, problems: FileProblems) {
        self.path = path
        self.problems = problems
        line = node?.mark?.line ?? 0
        switch node {
        case .mapping(let mapping)?:
            values = mapping.map { ($0.key.scalar?.string ?? "?", $0.value, $0.key.mark?.line ?? 0) }
        case .some(let node) where !node.isEmptyScalar:
            values = []
            problems.mistake("not a mapping; lines of key: value are expected", key: path, line: line)
        default: values = []
        }
    }

    /// The path to a key of this mapping.
    package func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The line of a key; the mapping's own where the key is not there.
    package func line(of key: String) -> Int { values.first { $0.key == key }?.line ?? line }

    /// All keys that are there, in the file's order.
    package var keys: [String] { values.map(\.key) }

    package func contains(_ key: String) -> Bool { values.contains { $0.key == key } }

    package func mistake(_ problem: String, at key: String) {
        problems.mistake(problem, key: name(key), line: line(of: key))
    }

    package func warn(_ problem: String, at key: String) {
        problems.warn(problem, key: name(key), line: line(of: key))
    }

    private mutating func node(_ key: String) -> Node? {
        asked.append(key)
        guard let node = values.first(where: { $0.key == key })?.value else { return nil }
        return problems.rules.allowsEmptyValues && node.isEmptyScalar ? nil : node
    }

    // MARK: - Values

    /// A single value, read by `parse`, whose error says why it is not allowed.
    package mutating func value<Value>(_ key: String, _ parse: (String) throws -> Value) -> Value? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            mistake("a single value is expected", at: key)
            return nil
        }
        do {
            return try parse(text)
        } catch {
            mistake(String(describing: error), at: key)
            return nil
        }
    }

    /// A single value, read by `parse`, which gives `nil` for one that is not allowed.
    ///
    /// - Parameter allowed: the allowed values in words.
    package mutating func value<Value>(
        _ key: String,
        allowed: String,
        _ parse: (String) -> Value?
    ) -> Value? {
        value(key) { text in
            guard let value = parse(text) else { throw NotAllowed(text, allowed) }
            return value
        }
    }

    /// The same, and a mistake where the key is not there.
    package mutating func required<Value>(
        _ key: String,
        allowed: String,
        _ parse: (String) -> Value?
    ) -> Value? {
        let count = problems.mistakes.count
        let value = value(key, allowed: allowed, parse)
        if value == nil, count == problems.mistakes.count { missing(key, allowed) }
        return value
    }

    private func missing(_ key: String, _ meaning: String) {
        problems.mistake("missing; \(meaning)", key: name(key), line: line)
    }

    /// A list of single values with their lines; `nil` where the key is not there.
    ///
    /// - Parameter longest: the most values that it may have; `nil` for any number.
    package mutating func list(_ key: String, longest: Int? = nil) -> [(text: String, line: Int)]? {
        guard let sequence = sequence(key, longest: longest, of: "values", such: "such as [a, b]") else {
            return nil
        }
        return sequence.compactMap { item in
            let line = item.mark?.line ?? line(of: key)
            guard let text = item.scalar?.string else {
                problems.mistake("a single value is expected", key: name(key), line: line)
                return nil
            }
            return (text, line)
        }
    }

    private mutating func sequence(_ key: String, longest: Int?, of things: String, such example: String)
        -> Node.Sequence?
    {
        guard let node = node(key) else { return nil }
        guard let sequence = node.sequence, sequence.count <= longest ?? .max else {
            let what = longest.map { "a list of up to \($0) \(things)" } ?? "a list"
            mistake("\(what) is expected, \(example)", at: key)
            return nil
        }
        return sequence
    }

    // MARK: - Mappings

    /// A mapping below this one; an empty one where the key is not there.
    package mutating func mapping(_ key: String) -> CheckedMapping {
        CheckedMapping(node(key), path: name(key), problems: problems)
    }

    /// A mapping that has to be there.
    ///
    /// - Parameter meaning: the mapping's content in words, for the mistake.
    package mutating func requiredMapping(_ key: String, _ meaning: String) -> CheckedMapping? {
        guard let node = node(key) else {
            missing(key, meaning)
            return nil
        }
        return CheckedMapping(node, path: name(key), problems: problems)
    }

    /// A list of mappings; `nil` where the key is not there.
    package mutating func mappings(_ key: String, longest: Int? = nil) -> [CheckedMapping]? {
        let example = "lines that begin with a dash"
        guard let sequence = sequence(key, longest: longest, of: "mappings", such: example) else {
            return nil
        }
        return sequence.enumerated().map { index, item in
            CheckedMapping(item, path: "\(name(key))[\(index)]", problems: problems)
        }
    }

    // MARK: - Keys that are left

    /// Takes keys for asked for, whatever they hold.
    package mutating func passOver(_ keys: String...) {
        asked += keys
    }

    /// Takes every key for asked for.
    package mutating func passOverAll() {
        asked += keys
    }

    /// Takes keys for asked for that have no effect in this version, and notes those that are there.
    package mutating func passOverWithoutEffect(_ keys: String...) {
        for key in keys where node(key) != nil { problems.addWithoutEffect(name(key)) }
    }

    /// Reports every key that was not asked for, with the known one that was probably meant.
    package func end() {
        for (key, _, line) in values where !asked.contains(key) {
            let near = asked.min { distance($0, key) < distance($1, key) }
            let hint = near.flatMap { distance($0, key) <= 2 ? "; did you mean \($0)?" : nil } ?? ""
            if problems.rules.refusesUnknownKeys {
                let allowed = asked.joined(separator: ", ")
                problems.mistake(
                    "unknown key\(hint) Allowed: \(allowed)",
                    key: name(shortened(key)),
                    line: line
                )
            } else {
                let known = Set(asked).sorted().joined(separator: ", ")
                problems.warn("unknown key, left out; known: \(known)", key: name(shortened(key)), line: line)
            }
        }
    }
}

extension Node {
    /// True for a key with nothing behind it, and for YAML's two ways to write null.
    fileprivate var isEmptyScalar: Bool {
        guard let text = scalar?.string else { return false }
        return text.isEmpty || text == "null" || text == "~"
    }
}

/// The number of letters to change, insert or leave out to come from one word to the other (Levenshtein).
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
