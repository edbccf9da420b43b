import ArgumentParser
import Ciphering
import Settings

/// The keys of a meter that encrypts, for the commands that read its messages or write them.
struct KeyOptions: ParsableArguments {
    @Option(
        help: """
            The meter's encryption key, 32 hexadecimal digits (in Denmark GPK60); with file:/path it does \
            not appear in the list of processes.
            """
    )
    var key: String?

    @Option(
        help: "The meter's authentication key (GPK61), in the same form; without it, tags are not checked."
    )
    var auth: String?

    func validate() throws {
        guard auth == nil || key != nil else { throw ValidationError("--auth needs --key.") }
    }

    /// The keys; `nil` where none are given.
    ///
    /// - Throws: what is wrong with a key, and never what it is.
    func keys() throws -> CipherKeys? {
        guard let key else { return nil }
        do {
            return try CipherKeys(
                encryptionHex: try Secret.read(key),
                authenticationHex: try auth.map(Secret.read)
            )
        } catch let error as CipherKeyError {
            throw ValidationError("\(error.key == .encryption ? "--key" : "--auth"): \(error)")
        }
    }
}
