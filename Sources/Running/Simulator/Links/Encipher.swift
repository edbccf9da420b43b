/// Enciphers a message as the security suite says; handed in, so that this target needs no cryptography.
///
/// - Returns: the ciphertext, and behind it the tag where the security control asks for authentication.
public typealias Encipher =
    @Sendable (
        _ systemTitle: [UInt8], _ frameCounter: UInt32, _ securityControl: UInt8, _ plain: [UInt8]
    ) -> [UInt8]

/// Wraps an APDU in general-glo-ciphering (IEC 62056-5-3).
///
///     DB  08 system title (8)  length  security control  frame counter (4)  ciphertext  tag (12)
struct GeneralGloCiphering: Sendable {
    let systemTitle: [UInt8]
    /// 30: authenticated and enciphered; 20: enciphered alone.
    let securityControl: UInt8
    /// Kamstrup writes the length always as `82` and two bytes, the others as short as it goes.
    var hasLongLength = false
    let encipher: Encipher

    func apdu(_ plain: [UInt8], frameCounter: UInt32) -> [UInt8] {
        let sealed = encipher(systemTitle, frameCounter, securityControl, plain)
        let counter = (0..<4).map { UInt8(truncatingIfNeeded: frameCounter >> (24 - 8 * $0)) }
        let body = [securityControl] + counter + sealed
        return [0xDB, UInt8(systemTitle.count)] + systemTitle + length(body.count) + body
    }

    private func length(_ count: Int) -> [UInt8] {
        if hasLongLength || count > 0xFF { return [0x82, UInt8(count >> 8), UInt8(count & 0xFF)] }
        return count > 0x7F ? [0x81, UInt8(count)] : [UInt8(count)]
    }
}
