import Civil
import Yams

/// One mapping of a tariff file. Each key is asked for once; what is left over is named, and not refused: the format may grow.
struct TariffNode {
    let path: String
    /// Of the mapping's first line.
    let line: Int
    let remarks: TariffRemarks
    private let values: [(key: String, value: Node, line: Int)]
    private var asked: Set<String> = []

    init(_ node: Node, path: String, remarks: TariffRemarks) {
        self.path = path
        self.remarks = remarks
        line = node.mark?.line ?? 0
        guard case .mapping(let mapping) = node else {
            values = []
            remarks.mistake("not a mapping; lines of key: value are expected", key: path, line: line)
            return
        }
        values = mapping.map { ($0.key.scalar?.string ?? "?", $0.value, $0.key.mark?.line ?? 0) }
    }

    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func line(of key: String) -> Int { values.first { $0.key == key }?.line ?? line }

    func mistake(_ text: String, at key: String) {
        remarks.mistake(text, key: name(key), line: line(of: key))
    }

    func warn(_ text: String, at key: String) {
        remarks.warn(text, key: name(key), line: line(of: key))
    }

    // MARK: - Values

    /// The node of a key; none for one that is there but empty or null.
    private mutating func node(_ key: String) -> Node? {
        asked.insert(key)
        guard let node = values.first(where: { $0.key == key })?.value else { return nil }
        if let text = node.scalar?.string, text.isEmpty || text == "null" || text == "~" { return nil }
        return node
    }

    private func missing(_ key: String, _ meaning: String) {
        remarks.mistake("missing; \(meaning)", key: name(key), line: line)
    }

    /// A value of its own, taken through `parse`.
    ///
    /// - Parameter allowed: what it may be, for an error's words.
    mutating func value<Value>(_ key: String, _ allowed: String, _ parse: (String) -> Value?) -> Value? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string else {
            mistake("a single value is expected: \(allowed)", at: key)
            return nil
        }
        guard let value = parse(text) else {
            mistake("\(quoted(text)) is not allowed; allowed: \(allowed)", at: key)
            return nil
        }
        return value
    }

    /// The same, and a mistake when it is not there.
    mutating func required<Value>(_ key: String, _ allowed: String, _ parse: (String) -> Value?) -> Value? {
        let count = remarks.mistakes.count
        let value = value(key, allowed, parse)
        if value == nil, count == remarks.mistakes.count { missing(key, allowed) }
        return value
    }

    mutating func text(_ key: String) -> String? {
        value(key, "a text of up to 200 characters") { $0.count <= 200 ? $0 : nil }
    }

    mutating func day(_ key: String) -> LocalDay? {
        value(key, "a date, such as 2026-01-31") { LocalDay(parsing: $0) }
    }

    /// A list of values of their own, each with its line.
    mutating func list(_ key: String, longest: Int) -> [(text: String, line: Int)] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence, sequence.count <= longest else {
            mistake("a list of up to \(longest) values is expected, such as [a, b]", at: key)
            return []
        }
        return sequence.compactMap { item in
            let line = item.mark?.line ?? line(of: key)
            guard let text = item.scalar?.string else {
                remarks.mistake("a single value is expected", key: name(key), line: line)
                return nil
            }
            return (text, line)
        }
    }

    // MARK: - Below it

    mutating func mapping(_ key: String, _ meaning: String) -> TariffNode? {
        guard let node = node(key) else {
            missing(key, meaning)
            return nil
        }
        return TariffNode(node, path: name(key), remarks: remarks)
    }

    /// A list of mappings; empty when it is not there.
    mutating func mappings(_ key: String, longest: Int) -> [TariffNode] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence, sequence.count <= longest else {
            mistake("a list of up to \(longest) is expected: lines that begin with a dash", at: key)
            return []
        }
        return sequence.enumerated().map { index, item in
            TariffNode(item, path: "\(name(key))[\(index)]", remarks: remarks)
        }
    }

    /// Takes keys that say nothing about prices.
    mutating func passOver(_ keys: String...) {
        asked.formUnion(keys)
    }

    /// Names every key that nobody asked for.
    func end() {
        for (key, _, line) in values where !asked.contains(key) {
            let known = asked.sorted().joined(separator: ", ")
            remarks.warn("unknown key, left out; known: \(known)", key: name(quoted(key)), line: line)
        }
    }
}

/// What stands in a file, short enough for a line of a log.
func quoted(_ text: String) -> String {
    text.count <= 40 ? text : "\(text.prefix(40))…"
}
