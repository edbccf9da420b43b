import Civil
import Foundation
import Mustache

/// What a template can put in, for one alert: everything that its JSON has, and what makes it look its part.
struct TemplateFields: MustacheParent {
    private var values: [String: any Sendable] = [:]

    /// Longest texts, in bytes of UTF-8: so long that no alert's own is, and so short that of three such texts, escaped, no
    /// service refuses the message.
    static let longestTitle = 200
    static let longestText = 1_000
    static let longestAdvice = 400
    static let longestOther = 120

    /// - Parameters:
    ///   - place: how times and states are written.
    ///   - constants: what the webhook brings along, such as a chat's number.
    init(_ alert: Alert, in place: DeliveryPlace, constants: [String: String] = [:]) {
        for (key, value) in constants { values[key] = TemplateText(value) }
        for (key, value) in AlertValues(alert).all {
            values[key] = TemplateText(Self.cleaned(value, to: Self.limit(of: key)))
            if let local = place.localText(ofUTC: value) { values["\(key)_local"] = TemplateText(local) }
        }
        values["raised"] = alert.state == .raised
        values["cleared"] = alert.state == .cleared
        values["critical"] = alert.severity == .critical
        for (key, value) in AlertLook(alert, language: place.language).fields {
            values[key] = TemplateText(value)
        }
        values["unix_time"] = TemplateText("\(alert.time.unixSeconds)")
    }

    func child(named name: String) -> Any? { values[name] }

    /// Every name that some alert has; what an alert of another rule lacks is empty.
    static let known: Set<String> = {
        let words = [
            "rule", "name", "state", "severity", "time", "meter", "meter_name", "key", "title", "text",
            "advice",
        ]
        let looks = [
            "raised", "cleared", "critical", "state_text", "symbol", "color", "color_number", "priority",
            "tag", "unix_time", "chat_id", "topic",
        ]
        let local = (["time"] + AlertNumbers.keys).map { "\($0)_local" }
        return Set(words + looks + AlertNumbers.keys + local)
    }()

    private static func limit(of key: String) -> Int {
        switch key {
        case "title": longestTitle
        case "text": longestText
        case "advice": longestAdvice
        default: longestOther
        }
    }

    /// Without control characters, which no service shows and XML forbids; line breaks stay.
    private static func cleaned(_ text: String, to maxBytes: Int) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
            clean.append(isControl ? " " : scalar)
        }
        return TemplateEscape.plain.text(String(clean), maxBytes: maxBytes)
    }
}

/// An alert's JSON, value by value: what is added to alerts is in templates by itself.
private struct AlertValues {
    var all: [(key: String, value: String)]

    private enum Value: Decodable {
        case text(String)
        case number(Decimal)
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let number = try? value.decode(Decimal.self) {
                self = .number(number)
            } else {
                self = .other
            }
        }
    }

    init(_ alert: Alert) {
        // What was just encoded decodes.
        let values = (try? JSONDecoder().decode([String: Value].self, from: Data(alert.json()))) ?? [:]
        all = values.compactMap { key, value in
            switch value {
            case .text(let text): (key, text)
            case .number(let number): (key, "\(number)")
            case .other: nil
            }
        }
    }
}
