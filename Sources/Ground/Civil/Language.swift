/// The language that people are told things in.
public enum Language: String, Sendable, CaseIterable {
    /// Bokmål.
    case nb
    /// Nynorsk.
    case nn
    /// English.
    case en
}
