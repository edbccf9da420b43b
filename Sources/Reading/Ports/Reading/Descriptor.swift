import Glibc

/// An open file descriptor that is closed when it goes out of use.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    /// For bytes that are in memory already.
    static var none: Descriptor { Descriptor(-1) }

    deinit {
        guard number >= 0 else { return }
        // A pseudo terminal outlives this descriptor and would stay exclusive; elsewhere this says no and does nothing.
        _ = ioctl(number, UInt(TIOCNXCL))
        close(number)
    }
}
