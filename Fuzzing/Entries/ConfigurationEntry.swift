import CheckedYAML
import Settings

/// The input is the file's text.
enum ConfigurationEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        let text = String(decoding: input, as: UTF8.self)
        // It may name files to read secrets from: not those of the machine that fuzzes.
        guard !text.contains("file:") else { return }
        do {
            _ = try ConfigurationFile.read(text, file: "fuzz.yaml")
        } catch let errors as ConfigurationErrors {
            guard !errors.errors.isEmpty, errors.errors.allSatisfy({ !$0.problem.isEmpty }) else {
                throw BrokenPromise("a configuration is refused and nothing is said")
            }
        } catch {
            throw BrokenPromise("a configuration is refused with another error: \(error)")
        }
    }
}
