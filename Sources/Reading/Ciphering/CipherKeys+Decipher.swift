import Cryptography
public import DLMS
import Synchronization

extension CipherKeys {
    /// What `MeterReader` opens messages with.
    ///
    /// - Returns: a function that any thread may call at any time; calls take turns.
    public func decipher() -> Decipher {
        let opener = MessageOpener(keys: self)
        return { apdu, plain in opener.open(apdu, &plain) }
    }
}

/// Opens the messages of one key.
private final class MessageOpener: Sendable {
    private let context: Mutex<GCMContext>
    private let authentication: KeyMaterial?

    init(keys: CipherKeys) {
        context = Mutex(GCMContext(key: keys.encryption, .decrypt))
        authentication = keys.authentication
    }

    func open(_ apdu: borrowing CipheredAPDU, _ plain: inout [UInt8]) -> Deciphered {
        let control = SecurityControl(byte: apdu.securityControl)
        plain.removeAll(keepingCapacity: true)
        guard control.isAES128 else { return .unsupportedSuite }
        apdu.ciphertext.withUnsafeBytes { plain.append(contentsOf: $0) }
        let nonce = Nonce(systemTitle: apdu.systemTitle, frameCounter: apdu.frameCounter)
        // A tag that cannot be checked covers nothing, which leaves the plain text as it is.
        let key = control.isAuthenticated ? authentication : nil
        let fits = apdu.tag.withUnsafeBytes { tag in
            plain.withUnsafeMutableBytes { bytes in
                context.withLock { context in
                    Self.open(bytes, nonce, control, key, tag, in: &context)
                }
            }
        }
        guard fits else { return .badTag }
        if key != nil { return .authentic }
        return authentication == nil ? .unauthenticated : .untagged
    }

    /// - Returns: whether the tag fits; true where there is none to check.
    private static func open(
        _ bytes: UnsafeMutableRawBufferPointer,
        _ nonce: Nonce,
        _ control: SecurityControl,
        _ key: KeyMaterial?,
        _ tag: UnsafeRawBufferPointer,
        in context: inout GCMContext
    ) -> Bool {
        guard context.start(nonce: nonce.bytes) else { return false }
        if let key {
            guard control.cover(with: key, in: &context) else { return false }
        }
        // What is only authenticated is covered as it is.
        let isDone =
            control.isEncrypted
            ? context.process(bytes) : key == nil || context.cover(UnsafeRawBufferPointer(bytes))
        guard isDone, key != nil else { return isDone }
        return tag.count == SecurityControl.tagLength && context.fits(tag: tag)
    }
}
