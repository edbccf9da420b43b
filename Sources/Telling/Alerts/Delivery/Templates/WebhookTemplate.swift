import Civil
import Foundation
import Mustache

/// A template for a webhook's body.
///
/// Mustache (https://mustache.github.io/mustache.5.html): `{{title}}` puts in a value, escaped as the content type needs it;
/// `{{#advice}}…{{/advice}}` is there only with an advice, `{{^advice}}…{{/advice}}` only without one.
public struct WebhookTemplate: Sendable {
    /// The content type that the body is sent as.
    public let contentType: String
    /// `nil` for the alert's own JSON.
    private let template: MustacheTemplate?
    private let escape: TemplateEscape

    /// The alert's own JSON.
    public static let json = WebhookTemplate(contentType: "application/json", template: nil, escape: .json)

    /// - Throws: never for the built-in templates; a test tries all.
    public init(_ service: ServiceTemplate) throws(TemplateError) {
        guard let text = service.text else {
            self = .json
            return
        }
        try self.init(parsing: text, contentType: "application/json; charset=utf-8")
    }

    /// Reads a template and tries it on alerts of every kind, with the worst names that a meter could have.
    ///
    /// - Throws: the fault, with its line where that is known.
    public init(parsing text: String, contentType: String) throws(TemplateError) {
        let escape = TemplateEscape(contentType: contentType)
        try TemplateChecks.check(text)
        self.init(contentType: contentType, template: try Self.parse(text, escape), escape: escape)
        try TemplateChecks.tryOut(self)
    }

    private init(contentType: String, template: MustacheTemplate?, escape: TemplateEscape) {
        self.contentType = contentType
        self.template = template
        self.escape = escape
    }

    private static func parse(_ text: String, _ escape: TemplateEscape) throws(TemplateError)
        -> MustacheTemplate
    {
        // The library knows content types only by name, and for the whole process.
        let name = "kilovakt.\(escape.rawValue)"
        MustacheContentTypes.register(escape, named: name)
        do {
            // The setting is put on the first line, so that lines keep their numbers.
            return try MustacheTemplate(string: "{{% CONTENT_TYPE: \(name) }}" + text)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateError("line \(error.context.lineNumber): \(TemplateChecks.words(of: error.error))")
        } catch {
            throw TemplateError("not a Mustache template: \(error)")
        }
    }

    /// The body that tells of an alert.
    ///
    /// - Throws: when the body is too long, or is not JSON though it is sent as JSON.
    func body(for alert: Alert, in locale: WebhookLocale, constants: [String: String]) throws(TemplateError)
        -> [UInt8]
    {
        guard template != nil else {
            do throws(UnwritableAlert) { return try alert.json() } catch { throw TemplateError(error.reason) }
        }
        return try body(TemplateFields(alert, in: locale, constants: constants))
    }

    func body(_ fields: TemplateFields) throws(TemplateError) -> [UInt8] {
        guard let template else { return [] }
        let body = Array(template.render(fields).utf8)
        guard body.count <= Self.longestBody else {
            throw TemplateError(
                "the template makes \(body.count) bytes; at most \(Self.longestBody) are sent"
            )
        }
        guard escape != .json || Self.isJSON(body) else {
            throw TemplateError("the template does not make valid JSON, which it is sent as (\(contentType))")
        }
        return body
    }

    /// Longer than any service accepts.
    static let longestBody = 65_536

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        // Foundation accepts `[1,]` as JSON; services do not.
        !hasTrailingComma(bytes)
            && (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
    }

    private static func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
        var isInString = false
        var isEscaped = false
        var last: UInt8 = 0
        for byte in bytes where isInString || !" \t\r\n".utf8.contains(byte) {
            if isInString {
                if byte == UInt8(ascii: "\""), !isEscaped { isInString = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            } else {
                if last == UInt8(ascii: ","), "]}".utf8.contains(byte) { return true }
                isInString = byte == UInt8(ascii: "\"")
            }
            last = isInString ? 0 : byte
        }
        return false
    }
}

/// A template that cannot be used, or whose result cannot be sent.
public struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The fault, its place and its remedy.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
