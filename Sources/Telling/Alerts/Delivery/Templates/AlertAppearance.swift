/// The signs and colours that tell raised from cleared, and a warning from worse, at a glance: the same in every service.
struct AlertAppearance {
    let symbol: String
    /// RGB: `#d62728`.
    let color: String
    let state: AlertText
    /// ntfy's priority, 1 to 5; 3 is usual.
    let priority: Int
    /// ntfy's tag, which it shows as an emoji.
    let tag: String

    init(state: Alert.State, severity: Alert.Severity) {
        switch (state, severity) {
        case (.cleared, _): self = .over
        case (.raised, .critical): self = .critical
        case (.raised, .warning): self = .warning
        case (.raised, .info): self = .info
        }
    }

    private init(symbol: String, color: String, state: AlertText, priority: Int, tag: String) {
        self.symbol = symbol
        self.color = color
        self.state = state
        self.priority = priority
        self.tag = tag
    }

    private static let over = Self(
        symbol: "✅",
        color: "#2ca02c",
        state: .stateOver,
        priority: 3,
        tag: "white_check_mark"
    )
    private static let critical = Self(
        symbol: "🚨",
        color: "#d62728",
        state: .stateCritical,
        priority: 5,
        tag: "rotating_light"
    )
    private static let warning = Self(
        symbol: "⚠️",
        color: "#e69f00",
        state: .stateWarning,
        priority: 4,
        tag: "warning"
    )
    private static let info = Self(
        symbol: "ℹ️",
        color: "#1f77b4",
        state: .stateInfo,
        priority: 3,
        tag: "information_source"
    )

    /// The color as a number, as Discord takes it.
    var colorNumber: Int { Int(color.dropFirst(), radix: 16) ?? 0 }
}
