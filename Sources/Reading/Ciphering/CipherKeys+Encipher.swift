import Cryptography
import Synchronization

extension CipherKeys {
    /// Writes messages as a meter does: for simulated meters, and for tests.
    ///
    /// - Returns: a function that any thread may call, of system title (eight bytes), frame counter, security control byte and
    ///   plain text. It gives the ciphertext, the plain text itself where encryption is not asked for, and behind it the tag of
    ///   twelve bytes where authentication is. Never call it twice with the same title and counter: that opens both messages.
    ///   Of a suite that is not 0 or 1 it gives nothing. Without an authentication key the tag covers the security control
    ///   byte alone.
    public func encipher()
        -> @Sendable (
            _ systemTitle: [UInt8], _ frameCounter: UInt32, _ securityControl: UInt8, _ plain: [UInt8]
        )
        -> [UInt8]
    {
        let sealer = MessageSealer(keys: self)
        return { systemTitle, frameCounter, securityControl, plain in
            sealer.seal(
                plain,
                Nonce(systemTitle: systemTitle.span.bytes, frameCounter: frameCounter),
                SecurityControl(byte: securityControl)
            )
        }
    }
}

/// Seals the messages of one key.
private final class MessageSealer: Sendable {
    private let context: Mutex<GCMContext>
    private let authentication: KeyMaterial?

    init(keys: CipherKeys) {
        context = Mutex(GCMContext(key: keys.encryption, .encrypt))
        authentication = keys.authentication
    }

    func seal(_ plain: [UInt8], _ nonce: Nonce, _ control: SecurityControl) -> [UInt8] {
        guard control.isAES128 else { return [] }
        let tagLength = control.isAuthenticated ? SecurityControl.tagLength : 0
        var sealed = plain + [UInt8](repeating: 0, count: tagLength)
        let isSealed = sealed.withUnsafeMutableBytes { bytes in
            let text = UnsafeMutableRawBufferPointer(rebasing: bytes.dropLast(tagLength))
            let tag = UnsafeMutableRawBufferPointer(rebasing: bytes.suffix(tagLength))
            return context.withLock { seal(text, nonce, control, tag, in: &$0) }
        }
        return isSealed ? sealed : []
    }

    private func seal(
        _ text: UnsafeMutableRawBufferPointer,
        _ nonce: Nonce,
        _ control: SecurityControl,
        _ tag: UnsafeMutableRawBufferPointer,
        in context: inout GCMContext
    ) -> Bool {
        guard context.start(nonce: nonce.bytes) else { return false }
        if control.isAuthenticated {
            guard control.cover(with: authentication, in: &context) else { return false }
        }
        if control.isEncrypted {
            guard context.process(text) else { return false }
        } else if control.isAuthenticated {
            guard context.cover(UnsafeRawBufferPointer(text)) else { return false }
        }
        return !control.isAuthenticated || context.write(tag: tag)
    }
}
