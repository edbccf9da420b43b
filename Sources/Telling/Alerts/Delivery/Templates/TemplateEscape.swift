import Mustache

/// An escape, by which a text stays a text inside JSON, HTML and so on.
enum TemplateEscape: String, Sendable, CaseIterable {
    /// As it is.
    case plain
    /// Inside the quotes of a JSON string.
    case json
    /// Inside HTML and XML, also in attributes.
    case html
    /// A part of a URL, and a value of a form.
    case url
    /// Slack's own escape, without which `<!channel>` would wake everybody.
    case slack
    /// Markdown, as Discord and most others read it.
    case markdown

    /// The text, escaped and cut after at most `maxBytes` of UTF-8, with `…` where it was cut. An escape is never cut in
    /// two.
    func text(_ text: String, maxBytes: Int = .max) -> String {
        var escaped = ""
        var bytes = 0
        for scalar in text.unicodeScalars {
            let next = replacement(of: scalar)
            bytes += next.utf8.count
            guard bytes <= maxBytes else { return escaped + "…" }
            escaped += next
        }
        return escaped
    }

    private func replacement(of scalar: Unicode.Scalar) -> String {
        switch self {
        case .plain: String(scalar)
        case .json: Self.json(scalar)
        case .html: Self.entity(scalar, isAttribute: true)
        case .slack: Self.entity(scalar, isAttribute: false)
        case .url: Self.percent(scalar)
        case .markdown: Self.markdownSigns.contains(scalar) ? "\\\(scalar)" : String(scalar)
        }
    }

    private static let markdownSigns = Set("\\*_~`|>#-+[]()<:@".unicodeScalars)

    /// RFC 8259, 7.
    private static func json(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\t": "\\t"
        // The two line separators as well: JavaScript before 2019 ends a line at them.
        case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}": "\\u" + fourDigits(scalar.value)
        default: String(scalar)
        }
    }

    private static func entity(_ scalar: Unicode.Scalar, isAttribute: Bool) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"" where isAttribute: "&quot;"
        case "'" where isAttribute: "&#39;"
        default: String(scalar)
        }
    }

    /// RFC 3986, 2.3: unreserved characters stay, all others are escaped byte by byte.
    private static func percent(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": String(scalar)
        default:
            String(scalar).utf8.map { byte in
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
    }

    private static func fourDigits(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension TemplateEscape: MustacheContentType {
    func escapeText(_ text: String) -> String { self.text(text) }

    /// The escape for bodies that are sent as a content type.
    init(contentType: String) {
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        switch type {
        case _ where type.hasSuffix("json"): self = .json
        case _ where type.hasSuffix("xml") || type.hasSuffix("html"): self = .html
        case "application/x-www-form-urlencoded": self = .url
        default: self = .plain
        }
    }
}

/// A value in a template: a text, which is empty where an alert has no such value.
///
/// A template may ask for another escape inside the body's own: `{{slack(title)}}`.
struct TemplateText: Sendable, Hashable {
    private let value: String

    init(_ value: String) {
        self.value = value
    }

    /// Slack's limit for a block of text, less some room for what stands around the value.
    private static let mostBytes = 2_900
}

extension TemplateText: MustacheCustomRenderable {
    var renderText: String { value }
    /// Leaves out `{{#advice}}…{{/advice}}` where the text is empty.
    var isNull: Bool { value.isEmpty }
}

extension TemplateText: MustacheTransformable {
    func transform(_ name: String) -> Any? {
        TemplateEscape(rawValue: name).map { TemplateText($0.text(value, maxBytes: Self.mostBytes)) }
    }
}

extension TemplateText: MustacheParent {
    /// Keeps the library from looking for Swift properties of that name in the text.
    func child(named: String) -> Any? { nil }
}
