/// A template that cannot be used, or made nothing that can be sent.
public struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
