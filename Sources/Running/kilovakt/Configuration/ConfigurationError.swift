/// Something in the configuration that kilovakt cannot start with.
struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    var file: String
    /// Counted from 1; 0 when the whole file is meant.
    var line: Int
    /// The way to the key, `alerts[0].probability`.
    var key: String
    /// What is wrong and what is allowed.
    var problem: String

    var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
    }
}

/// All that is wrong, so that one start tells everything.
struct ConfigurationErrors: Error, Sendable, CustomStringConvertible {
    var errors: [ConfigurationError]

    var description: String { errors.map(\.description).joined(separator: "\n") }
}
