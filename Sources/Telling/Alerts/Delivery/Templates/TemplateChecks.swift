import Civil
import Mustache

/// What a household's own template must be, found out before the first alert.
enum TemplateChecks {
    /// Longer than any message that people read.
    static let longestTemplate = 16_384
    /// Sections within sections.
    static let deepest = 16

    /// Refuses what would be read or made without bound, what has no meaning here, and names that no alert has.
    static func check(_ text: String) throws(TemplateError) {
        guard !text.isEmpty else { throw TemplateError("empty; see docs/webhooks.md for examples") }
        guard text.utf8.count <= longestTemplate else {
            throw TemplateError("\(text.utf8.count) bytes; allowed: at most \(longestTemplate)")
        }
        var depth = 0
        for tag in TemplateTags(of: text).all where !tag.isComment {
            guard !tag.isBeyondUs else {
                throw TemplateError(
                    "line \(tag.line): of Mustache there are values, sections and comments here"
                )
            }
            if tag.sign == "#" || tag.sign == "^" { depth += 1 }
            if tag.sign == "/" { depth -= 1 }
            guard depth <= deepest else {
                throw TemplateError("line \(tag.line): more than \(deepest) sections within each other")
            }
            try checkNames(of: tag)
        }
    }

    private static func checkNames(of tag: TemplateTags.Tag) throws(TemplateError) {
        guard tag.name == "." || TemplateFields.known.contains(tag.name) else {
            let known = TemplateFields.known.sorted().joined(separator: ", ")
            throw TemplateError(
                "line \(tag.line): alerts have no \(tag.name.debugDescription); they have \(known)"
            )
        }
        for name in tag.transforms where TemplateEscape(rawValue: name) == nil {
            let known = TemplateEscape.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateError(
                "line \(tag.line): no such escape: \(name.debugDescription); allowed: \(known)"
            )
        }
    }

    /// Makes a body of every kind of alert, with quotes, signs and line breaks wherever people can put some.
    static func tryOut(_ template: WebhookTemplate) throws(TemplateError) {
        for (alert, kind) in samples {
            let fields = TemplateFields(alert, in: place, constants: ["topic": "t", "chat_id": "1"])
            do throws(TemplateError) {
                _ = try template.body(fields)
            } catch {
                throw TemplateError(
                    "\(error), for \(kind). Values stand in quotes, as in \"{{title}}\", and what not every alert has"
                        + " in a section, as in {{#power_w}}…{{/power_w}}"
                )
            }
        }
    }

    private static let place = DeliveryPlace(
        calendar: LocalCalendar(fixedOffsetSeconds: 3_600),
        language: .nb
    )

    /// Every combination of state and severity, with the least that an alert has and with more.
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

    /// What a meter's name might hold, and what would break the quotes of JSON, a tag of XML, or Mustache itself.
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

    /// What the library's errors mean.
    static func words(of error: any Error) -> String {
        switch error {
        case MustacheTemplate.Error.sectionCloseNameIncorrect:
            "a section ends that was not the last to begin; sections are {{#name}}…{{/name}}"
        case MustacheTemplate.Error.unfinishedName:
            "a tag does not end as it began, or holds more than a name; tags are {{name}}"
        case MustacheTemplate.Error.expectedSectionEnd:
            "a section does not end; sections are {{#name}}…{{/name}}"
        default: "not a Mustache template: \(error)"
        }
    }
}
