import Civil
import Foundation
import Mustache

/// The values that a template can put in for one alert: everything in its JSON, and its appearance.
struct TemplateFields: MustacheParent {
    private var values: [String: any Sendable] = [:]

    /// Longest texts, in bytes of UTF-8: longer than those of any alert, and short enough that no service refuses a message
    /// with three of them, escaped.
    static let longestTitle = 200
    static let longestText = 1_000
    static let longestAdvice = 400
    static let longestOther = 120

    /// - Parameters:
    ///   - locale: of the people who read times and states.
    ///   - constants: the webhook's own values, such as a chat's number.
    init(_ alert: Alert, in locale: WebhookLocale, constants: [String: String] = [:]) {
        for (key, value) in constants { values[key] = TemplateText(value) }
        for (key, value) in AlertValues(alert).all {
            values[key] = TemplateText(Self.cleaned(value, to: Self.limit(of: key)))
            if let local = locale.localText(ofUTC: value) { values["\(key)_local"] = TemplateText(local) }
        }
        values["raised"] = alert.state == .raised
        values["cleared"] = alert.state == .cleared
        values["critical"] = alert.severity == .critical
        let appearance = AlertAppearance(state: alert.state, severity: alert.severity)
        let looks = [
            "symbol": appearance.symbol, "color": appearance.color,
            "color_number": "\(appearance.colorNumber)", "priority": "\(appearance.priority)",
            "tag": appearance.tag, "state_text": appearance.state[locale.language],
            "unix_time": "\(alert.time.unixSeconds)",
        ]
        for (key, value) in looks { values[key] = TemplateText(value) }
    }

    func child(named name: String) -> Any? { values[name] }

    /// The names of all fields of all alerts. A field that an alert does not have is empty.
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

/// An alert's JSON, value by value: a key that is added to alerts is in templates too without more code.
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
        // An alert that cannot be encoded fills in nothing; it never came as far as a webhook.
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
