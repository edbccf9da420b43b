/// Something in the configuration that kilovakt cannot start with.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    package var file: String
    /// Counted from 1; 0 when the whole file is meant.
    package var line: Int
    /// The way to the key, `alerts[0].probability`.
    package var key: String
    /// What is wrong and what is allowed.
    package var problem: String

    package var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
    }
}

/// All that is wrong, so that one start tells everything.
package struct ConfigurationErrors: Error, Sendable, CustomStringConvertible {
    package var errors: [ConfigurationError]

    package var description: String { errors.map(\.description).joined(separator: "\n") }
}
