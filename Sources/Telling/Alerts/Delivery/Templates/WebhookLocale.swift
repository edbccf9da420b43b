public import Civil

/// The language and the local time of the people whom alerts are for.
public struct WebhookLocale: Sendable {
    public var calendar: LocalCalendar
    public var language: Language

    public init(calendar: LocalCalendar, language: Language) {
        self.calendar = calendar
        self.language = language
    }

    /// `2026-01-15 16:30`
    func localText(of instant: Instant) -> String {
        let local = calendar.dateTime(of: instant)
        return "\(local.day) \(local.clockText)"
    }

    /// The local time of a time as alerts write it; `nil` when the text is no such time.
    func localText(ofUTC text: String) -> String? {
        guard (20...24).contains(text.utf8.count), text.hasSuffix("Z"), let moment = Instant(parsing: text)
        else { return nil }
        return localText(of: moment)
    }
}
