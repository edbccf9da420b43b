import Yams

/// Limits for a YAML text before its parser sees it: a few lines of nested aliases can stand for gigabytes.
package struct YAMLLimits: Sendable {
    /// The longest text, in bytes.
    package var bytes: Int
    /// The most values that all aliases together may stand for; 0 where anchors and aliases are refused.
    package var aliasedValues: Int

    package init(bytes: Int, aliasedValues: Int) {
        self.bytes = bytes
        self.aliasedValues = aliasedValues
    }
}

extension CheckedMapping {
    /// The mapping at the top of a YAML text.
    ///
    /// - Parameters:
    ///   - text: one document; an empty one is an empty mapping.
    ///   - problems: gets a mistake for a text that is too long, is not YAML, or is not a mapping; the result is `nil` then
    ///     for the first two, and an empty mapping for the third.
    package init?(parsing text: String, limits: YAMLLimits, problems: FileProblems) {
        guard text.utf8.count <= limits.bytes else {
            problems.mistake(
                "longer than \(limits.bytes) bytes; such a file has some kilobytes",
                key: "",
                line: 0
            )
            return nil
        }
        if let line = aliasBeyond(limits, in: text) {
            problems.mistake(
                limits.aliasedValues == 0
                    ? "anchors and aliases (& and *) are not read; write the values out"
                    : "aliases (*) can stand for more than \(limits.aliasedValues) values; write them out",
                key: "",
                line: line
            )
            return nil
        }
        do {
            self.init(try compose(yaml: text), path: "", problems: problems)
        } catch {
            let (problem, line) = words(of: error)
            problems.mistake(problem, key: "", line: line)
            return nil
        }
    }
}

/// The line of an anchor or alias beyond what is allowed.
///
/// A name stands where a value begins, `&name` or `*name`; one within a quoted text or a comment is taken for one too. Bytes
/// from 0x80 on may end a line in YAML. Anchors nest at most once each, so `n` aliases over `a` anchors stand for at most
/// `(n / a)ᵃ` values.
private func aliasBeyond(_ limits: YAMLLimits, in text: String) -> Int? {
    var line = 1
    var previous = UInt8(ascii: "\n")
    var mark: UInt8?
    var anchors = 0
    var aliases = 0
    for byte in text.utf8 {
        if let mark, byte > 0x20 {
            if mark == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
            if limits.aliasedValues == 0 || mostValues(aliases, anchors) > Double(limits.aliasedValues) {
                return line
            }
        }
        let isMark = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
        let beginsValue = previous <= 0x20 || previous >= 0x80 || "[{,:-?!".utf8.contains(previous)
        mark = isMark && beginsValue ? byte : nil
        if byte == UInt8(ascii: "\n") { line += 1 }
        previous = byte
    }
    return nil
}

private func mostValues(_ aliases: Int, _ anchors: Int) -> Double {
    guard anchors > 0 else { return 0 }
    let each = (Double(aliases) / Double(anchors)).rounded(.up)
    return (0..<min(anchors, 1_000)).reduce(1.0) { product, _ in product * max(each, 1) }
}

/// The parser's complaint in one line, and its line in the file.
private func words(of error: any Error) -> (problem: String, line: Int) {
    guard let error = error as? YamlError else { return ("not YAML: \(error)", 0) }
    switch error {
    case .scanner(_, let words, let mark, _), .parser(_, let words, let mark, _),
        .composer(_, let words, let mark, _):
        return ("not YAML: \(words)", mark.line)
    case .duplicatedKeysInMapping(let duplicates, _):
        return ("given twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))", 0)
    default:
        return ("not YAML: \("\(error)".split(separator: "\n").first ?? "unreadable")", 0)
    }
}
