import CCrypto

/// AES-128-GCM with one key in one direction (NIST SP 800-38D): a context of libcrypto that is made once and started anew
/// for each message, so the key schedule is computed once and a message allocates nothing here.
///
/// It has one owner, and whatever uses it mutates it: so it may go from thread to thread, and no two use it at a time.
package struct GCMContext: ~Copyable, Sendable {
    package enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private nonisolated(unsafe) let context: OpaquePointer

    package init(key: KeyMaterial, _ direction: Direction) {
        let context = EVP_CIPHER_CTX_new()
        let isReady = key.withBytes {
            EVP_CipherInit_ex(context, EVP_aes_128_gcm(), nil, $0.baseAddress, nil, direction.rawValue)
        }
        guard let context, isReady == 1 else {
            fatalError("libcrypto is out of memory")  // Swift's own allocations end so too.
        }
        self.context = context
    }

    // Overwrites the key schedule before it gives it back.
    deinit { EVP_CIPHER_CTX_free(context) }

    /// Begins a message.
    package mutating func start(nonce: InlineArray<12, UInt8>) -> Bool {
        nonce.span.withUnsafeBufferPointer {
            EVP_CipherInit_ex(context, nil, nil, nil, $0.baseAddress, -1) == 1
        }
    }

    /// Takes bytes that the tag covers and that are not encrypted: all of them before the first that is.
    package mutating func cover(_ bytes: UnsafeRawBufferPointer) -> Bool {
        update(nil, bytes.baseAddress, bytes.count)
    }

    /// Encrypts or decrypts the bytes where they lie.
    package mutating func process(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
        update(bytes.baseAddress, bytes.baseAddress, bytes.count)
    }

    /// Whether the tag, the first bytes of the full one, fits what was decrypted and covered.
    package mutating func fits(tag: UnsafeRawBufferPointer) -> Bool {
        // libcrypto takes a pointer to change, and reads from it alone.
        let pointer = UnsafeMutableRawPointer(mutating: tag.baseAddress)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), pointer) == 1 else {
            return false
        }
        return isFinished()
    }

    /// Writes the first bytes of the tag of what was encrypted and covered.
    package mutating func write(tag: UnsafeMutableRawBufferPointer) -> Bool {
        isFinished()
            && EVP_CIPHER_CTX_ctrl(
                context,
                EVP_CTRL_AEAD_GET_TAG,
                Int32(tag.count),
                tag.baseAddress
            ) == 1
    }

    private mutating func update(
        _ output: UnsafeMutableRawPointer?,
        _ input: UnsafeRawPointer?,
        _ count: Int
    ) -> Bool {
        // Nothing to do, and libcrypto would take an empty input for the end of the message.
        guard let input, count > 0 else { return true }
        guard let length = Int32(exactly: count) else { return false }
        var written: Int32 = 0
        return EVP_CipherUpdate(
            context,
            output?.assumingMemoryBound(to: UInt8.self),
            &written,
            input.assumingMemoryBound(to: UInt8.self),
            length
        ) == 1
    }

    private mutating func isFinished() -> Bool {
        // GCM writes nothing here; 16 is what libcrypto asks for in general.
        var rest: InlineArray<16, UInt8> = .init(repeating: 0)
        var written: Int32 = 0
        var span = rest.mutableSpan
        return span.withUnsafeMutableBufferPointer {
            EVP_CipherFinal_ex(context, $0.baseAddress, &written) == 1
        }
    }
}
