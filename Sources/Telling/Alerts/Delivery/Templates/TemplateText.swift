import Mustache

/// A value as a template sees it: a text, empty where there is none.
///
/// Beside the body's own escaping a template may ask for another one, inside it: `{{slack(title)}}`.
struct TemplateText: Sendable, Hashable {
    private let value: String

    init(_ value: String) {
        self.value = value
    }

    /// What Slack takes in one block of text, with room for what stands around it.
    private static let mostBytes = 2_900
}

extension TemplateText: MustacheCustomRenderable {
    var renderText: String { value }
    /// `{{#advice}}…{{/advice}}` is left out when there is none.
    var isNull: Bool { value.isEmpty }
}

extension TemplateText: MustacheTransformable {
    func transform(_ name: String) -> Any? {
        TemplateEscape(rawValue: name).map { TemplateText($0.text(value, maxBytes: Self.mostBytes)) }
    }
}

extension TemplateText: MustacheParent {
    /// Nothing is inside a text; without this the library would look for properties of that name.
    func child(named: String) -> Any? { nil }
}
