/// The tags of a template, found without the library, which names no line for a name that it does not know.
struct TemplateTags {
    struct Tag: Equatable {
        /// `#`, `^`, `/`, `&`, `{` and so on; `nil` for a plain value.
        var sign: Character?
        /// What stands between the sign and the end, without spaces around it.
        var inside: String
        /// Counted from 1.
        var line: Int
    }

    private(set) var all: [Tag] = []

    /// - Parameter text: of the template. What does not end is left to the library to complain about.
    init(of text: String) {
        var line = 1
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{") {
            line += rest[..<opening.lowerBound].count { $0.isNewline }
            rest = rest[opening.upperBound...]
            guard let closing = rest.firstRange(of: "}}") else { return }
            let tag = rest[..<closing.lowerBound]
            all.append(Tag(tag, line: line))
            line += tag.count { $0.isNewline }
            rest = rest[closing.upperBound...]
        }
    }
}

extension TemplateTags.Tag {
    private static let signs: Set<Character> = ["#", "^", "/", "&", "{", "!", "=", ">", "<", "$", "%"]

    fileprivate init(_ tag: Substring, line: Int) {
        let inside = tag.drop { $0.isWhitespace }
        sign = inside.first.flatMap { Self.signs.contains($0) ? $0 : nil }
        self.inside = String((sign == nil ? inside : inside.dropFirst()).filter { !$0.isWhitespace })
        self.line = line
    }

    var isComment: Bool { sign == "!" }

    /// Whether the sign means something that is not to be had here: other templates, other delimiters, settings.
    var isBeyondUs: Bool { sign.map { "=><$%".contains($0) } ?? false }

    /// `title` of `slack(title)`.
    var name: String { parts.last ?? "" }

    /// `slack` of `slack(title)`, the outermost first.
    var transforms: [String] { parts.dropLast() }

    private var parts: [String] {
        inside.filter { $0 != ")" }.split(separator: "(", omittingEmptySubsequences: false).map(String.init)
    }
}
