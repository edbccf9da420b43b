import Civil
import Mustache

/// Checks of a household's own template, made at the start and not at the first alert.
enum TemplateChecks {
    /// Longest template, in bytes: longer than any message that people read.
    static let longestTemplate = 16_384
    /// Deepest nesting of sections.
    static let deepest = 16

    /// Refuses templates that are too long or too deep, tags that are not supported, and names that no alert has.
    static func check(_ text: String) throws(TemplateError) {
        guard !text.isEmpty else {
            throw TemplateError("the template is empty; docs/webhooks.md has examples")
        }
        guard text.utf8.count <= longestTemplate else {
            throw TemplateError(
                "the template has \(text.utf8.count) bytes; allowed: at most \(longestTemplate)"
            )
        }
        var depth = 0
        for tag in TemplateTags(of: text).all where !tag.isComment {
            guard !tag.isUnsupported else {
                throw TemplateError(
                    "line \(tag.line): only values, sections and comments of Mustache can be used here"
                )
            }
            if tag.sign == "#" || tag.sign == "^" { depth += 1 }
            if tag.sign == "/" { depth -= 1 }
            guard depth <= deepest else {
                throw TemplateError("line \(tag.line): sections are nested more than \(deepest) deep")
            }
            try checkNames(of: tag)
        }
    }

    private static func checkNames(of tag: TemplateTags.Tag) throws(TemplateError) {
        guard tag.name == "." || TemplateFields.known.contains(tag.name) else {
            let known = TemplateFields.known.sorted().joined(separator: ", ")
            throw TemplateError(
                "line \(tag.line): alerts have no field \(tag.name.debugDescription); allowed: \(known)"
            )
        }
        for name in tag.transforms where TemplateEscape(rawValue: name) == nil {
            let known = TemplateEscape.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateError(
                "line \(tag.line): unknown escape \(name.debugDescription); allowed: \(known)"
            )
        }
    }

    /// Makes a body of every kind of alert, with quotes, signs and line breaks in all texts.
    static func tryOut(_ template: WebhookTemplate) throws(TemplateError) {
        for (alert, kind) in samples {
            let fields = TemplateFields(alert, in: locale, constants: ["topic": "t", "chat_id": "1"])
            do throws(TemplateError) {
                _ = try template.body(fields)
            } catch {
                throw TemplateError(
                    "\(error), for \(kind). Put values in quotes, as in \"{{title}}\", and fields that not every alert has"
                        + " in a section, as in {{#power_w}}…{{/power_w}}"
                )
            }
        }
    }

    private static let locale = WebhookLocale(
        calendar: LocalCalendar(fixedOffsetSeconds: 3_600),
        language: .nb
    )

    /// Every combination of state and severity, each with and without the optional fields.
    private static let samples: [(alert: Alert, kind: String)] = {
        var samples: [(Alert, String)] = []
        for state in [Alert.State.raised, .cleared] {
            for severity in [Alert.Severity.info, .warning, .critical] {
                var alert = sample(state, severity)
                samples.append((alert, "an alert without figures, and with quotes and signs in its texts"))
                alert.advice = hostile
                alert.numbers.powerW = 9_800
                samples.append((alert, "an alert with quotes and signs in its texts"))
            }
        }
        return samples
    }()

    /// A text that would break out of JSON's quotes, of XML's tags, or of Mustache, if it were not escaped.
    private static let hostile = "\"}]},\\\n<b>&'{{title}}{{{\u{0}\u{2028}</b>"

    private static func sample(_ state: Alert.State, _ severity: Alert.Severity) -> Alert {
        Alert(
            rule: "test",
            name: hostile,
            state: state,
            severity: severity,
            time: Instant(unixSeconds: 1_768_489_200),
            meter: hostile,
            meterName: hostile,
            key: "test/1",
            title: hostile,
            text: hostile
        )
    }

    /// The library's errors in plain words.
    static func words(of error: any Error) -> String {
        switch error {
        case MustacheTemplate.Error.sectionCloseNameIncorrect:
            "the end of a section does not match its beginning; sections are {{#name}}…{{/name}}"
        case MustacheTemplate.Error.unfinishedName:
            "a tag is not closed, or holds more than a name; tags are {{name}}"
        case MustacheTemplate.Error.expectedSectionEnd:
            "a section is not closed; sections are {{#name}}…{{/name}}"
        default: "not a Mustache template: \(error)"
        }
    }
}

/// The tags of a template with their lines. The library gives no line for a name that it does not know.
struct TemplateTags {
    struct Tag: Equatable {
        /// `#`, `^`, `/`, `&`, `{` and so on; `nil` for a plain value.
        var sign: Character?
        /// The content between the sign and the end, without spaces.
        var inside: String
        /// Counted from 1.
        var line: Int
    }

    private(set) var all: [Tag] = []

    /// - Parameter text: of the template. A tag that is not closed is left for the library to complain about.
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

    /// Whether the sign asks for something that is not supported: other templates, other delimiters, settings.
    var isUnsupported: Bool { sign.map { "=><$%".contains($0) } ?? false }

    /// `title` of `slack(title)`.
    var name: String { parts.last ?? "" }

    /// `slack` of `slack(title)`, the outermost first.
    var transforms: [String] { parts.dropLast() }

    private var parts: [String] {
        inside.filter { $0 != ")" }.split(separator: "(", omittingEmptySubsequences: false).map(String.init)
    }
}
