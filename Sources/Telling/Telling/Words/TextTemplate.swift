/// A text with placeholders, taken apart: `{name}` is a value, `[…]` a part that needs all values in it.
package struct TextTemplate: Sendable, Hashable {
    private indirect enum Part: Sendable, Hashable {
        case literal(String)
        case value(String)
        case optional([Part])
    }

    private let parts: [Part]

    package init(_ text: String) {
        var rest = text[...]
        var parts = Self.parts(of: &rest)
        // A bracket that closes nothing is a sign like any other.
        while !rest.isEmpty {
            rest.removeFirst()
            parts += [.literal("]")] + Self.parts(of: &rest)
        }
        self.parts = parts
    }

    /// The names of all values, those of optional parts too.
    package var names: Set<String> { Self.names(in: parts) }

    /// The text with its values.
    ///
    /// - Parameter value: of a name; `nil` leaves out the part that needs it, and outside of such a part the value alone.
    package func filled(with value: (String) -> String?) -> String {
        Self.filled(parts, with: value)
    }

    /// Reads until the text, or the optional part that it is in, ends.
    private static func parts(of rest: inout Substring) -> [Part] {
        var parts: [Part] = []
        while let sign = rest.first, sign != "]" {
            switch sign {
            case "{":
                parts.append(.value(String(rest.dropFirst().prefix { $0 != "}" })))
                rest = rest.drop { $0 != "}" }.dropFirst()
            case "[":
                rest.removeFirst()
                parts.append(.optional(Self.parts(of: &rest)))
                rest = rest.dropFirst()
            default:
                let literal = rest.prefix { !"{[]".contains($0) }
                parts.append(.literal(String(literal)))
                rest = rest[literal.endIndex...]
            }
        }
        return parts
    }

    private static func names(in parts: [Part]) -> Set<String> {
        parts.reduce(into: []) { names, part in
            switch part {
            case .literal: break
            case .value(let name): names.insert(name)
            case .optional(let inner): names.formUnion(Self.names(in: inner))
            }
        }
    }

    private static func filled(_ parts: [Part], with value: (String) -> String?) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .value(let name): value(name) ?? ""
            case .optional(let inner):
                hasAll(inner, of: value) ? filled(inner, with: value) : ""
            }
        }.joined()
    }

    /// Whether every value of a part is there; parts within it look after themselves.
    private static func hasAll(_ parts: [Part], of value: (String) -> String?) -> Bool {
        parts.allSatisfy { part in
            if case .value(let name) = part { value(name) != nil } else { true }
        }
    }
}
