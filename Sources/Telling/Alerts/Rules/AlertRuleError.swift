/// A setting of a rule whose value is not allowed.
public struct AlertRuleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The key of the setting: `probability`.
    public var setting: String
    /// The value that was given, as a person would write it.
    public var value: String
    /// The allowed values, in words.
    public var allowed: String

    public init(setting: String, value: String, allowed: String) {
        self.setting = setting
        self.value = value
        self.allowed = allowed
    }

    /// `probability: 1.5 is not allowed; allowed: above 0 and at most 1`
    public var description: String { "\(setting): \(value) is not allowed; allowed: \(allowed)" }
}
