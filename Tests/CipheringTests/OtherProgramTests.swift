import Ciphering
import DLMS
import Foundation
import TestSupport
import Testing

@Suite("Beside another program")
struct OtherProgramTests {
    @Test("What Python's cryptography seals opens, and is sealed here to the same bytes")
    func python() async throws {
        let script = Checkout.root.appending(path: "Tests/CipheringTests/vectors.py").path
        let (code, lines) = try await RunningProgram.run(URL(filePath: "/usr/bin/python3"), [script])
        try #require(code == 0, "python3-cryptography is needed: \(lines)")
        #expect(lines.count == 130)
        for line in lines { try check(line) }
    }

    private func check(_ line: String) throws {
        let parts = try line.split(separator: " ").map { $0 == "-" ? [] : try hexBytes(String($0)) }
        try #require(parts.count == 7)
        let keys = try CipherKeys(encryption: parts[0], authentication: parts[1])
        let (title, control, plain, sealed) = (parts[2], parts[4][0], parts[5], parts[6])
        let counter = parts[3].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        #expect(keys.encipher()(title, counter, control, plain) == sealed)
        let message = Message(
            systemTitle: title,
            frameCounter: counter,
            control: control,
            ciphertext: Array(sealed.prefix(plain.count)),
            tag: Array(sealed.dropFirst(plain.count))
        )
        let outcome: Deciphered = control & 0x10 == 0 ? .untagged : .authentic
        #expect(message.open(with: keys) == Opened(outcome: outcome, plain: plain))
    }
}
