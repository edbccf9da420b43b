import Civil

/// What tells raised from cleared, and a warning from worse, at a glance: the same in every service.
struct AlertLook {
    var symbol: String
    /// RGB, `#d62728`.
    var color: String
    /// In the language of the home: `Advarsel`, `Kritisk`, `Over`.
    var stateText: String
    /// Of ntfy: 1 to 5, 3 is usual.
    var priority: Int
    /// Of ntfy: the name of an emoji.
    var tag: String

    init(_ alert: Alert, language: Language) {
        switch (alert.state, alert.severity) {
        case (.cleared, _):
            self.init("✅", "#2ca02c", Self.word(language, "Over", "Over", "Over"), 3, "white_check_mark")
        case (.raised, .critical):
            self.init(
                "🚨",
                "#d62728",
                Self.word(language, "Kritisk", "Kritisk", "Critical"),
                5,
                "rotating_light"
            )
        case (.raised, .warning):
            self.init("⚠️", "#e69f00", Self.word(language, "Advarsel", "Åtvaring", "Warning"), 4, "warning")
        case (.raised, .info):
            self.init(
                "ℹ️",
                "#1f77b4",
                Self.word(language, "Til orientering", "Til orientering", "For information"),
                3,
                "information_source"
            )
        }
    }

    private init(_ symbol: String, _ color: String, _ stateText: String, _ priority: Int, _ tag: String) {
        self.symbol = symbol
        self.color = color
        self.stateText = stateText
        self.priority = priority
        self.tag = tag
    }

    private static func word(_ language: Language, _ nb: String, _ nn: String, _ en: String) -> String {
        switch language {
        case .nb: nb
        case .nn: nn
        case .en: en
        }
    }

    /// As templates call them.
    var fields: [String: String] {
        [
            "symbol": symbol, "color": color, "color_number": "\(Int(color.dropFirst(), radix: 16) ?? 0)",
            "state_text": stateText, "priority": "\(priority)", "tag": tag,
        ]
    }
}
