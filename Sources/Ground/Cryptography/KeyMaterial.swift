import CCrypto

/// The sixteen bytes of a key, in one place that is overwritten when the last holder lets go.
///
/// A class, so that handing keys on copies no bytes. It has no description, no children to reflect on, and no equality.
package final class KeyMaterial: Sendable {
    /// AES-128.
    package static let length = 16

    // Written before `init` returns and in `deinit`, so by one thread alone; only read in between.
    private nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

    /// - Parameter fill: writes the sixteen bytes; what it throws leaves nothing behind.
    package init<Failure>(_ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        bytes = .allocate(byteCount: Self.length, alignment: 1)
        try fill(bytes)
    }

    deinit {
        OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        bytes.deallocate()
    }

    /// Hands out the bytes for the time of the call.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(bytes))
    }
}

extension KeyMaterial: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
