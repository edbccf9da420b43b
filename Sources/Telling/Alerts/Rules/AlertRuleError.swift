/// A rule, or a part of one, that cannot be.
public struct AlertRuleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The key it is configured by: `probability`.
    public var setting: String
    /// What was given, as a person would write it.
    public var value: String
    /// What may be given, in words.
    public var allowed: String

    public init(setting: String, value: String, allowed: String) {
        self.setting = setting
        self.value = value
        self.allowed = allowed
    }

    /// `probability: 1.5 will not do: above 0 and at most 1`
    public var description: String { "\(setting): \(value) will not do: \(allowed)" }
}
