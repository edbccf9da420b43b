/// The initialization vector of a message: the system title and the frame counter, the highest byte first
/// (IEC 62056-5-3, 5.3.4.8.5). No two messages under one key have the same, because the counter only rises.
struct Nonce {
    let bytes: InlineArray<12, UInt8>

    /// - Parameter systemTitle: eight bytes; of others the first eight, filled up with zeros.
    init(systemTitle: RawSpan, frameCounter: UInt32) {
        bytes = InlineArray { index in
            if index >= 8 { return UInt8(truncatingIfNeeded: frameCounter >> (8 * (11 - UInt32(index)))) }
            guard index < systemTitle.byteCount else { return 0 }
            return systemTitle.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        }
    }
}
