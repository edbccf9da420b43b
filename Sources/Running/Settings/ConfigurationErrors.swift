package import CheckedYAML

/// All mistakes of a configuration, so that one start reports everything.
package struct ConfigurationErrors: Error, Sendable, CustomStringConvertible {
    package var errors: [FileProblem]

    package var description: String { errors.map(\.description).joined(separator: "\n") }
}
