/// Names that a broker knows a client by; two clients of one name throw each other out.
///
/// Every broker takes names of 1 to 23 letters and digits (MQTT 3.1.1, 3.1.3.1), hence 15 digits of a number behind
/// `kilovakt`.
package enum ClientID {
    /// A name that stays the same for as long as `text` does: a broker sees one client come back, not a new one at each
    /// start.
    ///
    /// - Parameter text: tells this installation from others, such as the text of `/etc/machine-id`; the broker sees its
    ///   hash (64-bit FNV-1a).
    package static func stable(from text: String) -> String {
        name(
            text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
                (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        )
    }

    /// A name of its own each time.
    package static func random() -> String { name(.random(in: .min ... .max)) }

    private static func name(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return "kilovakt" + (String(repeating: "0", count: 16 - digits.count) + digits).prefix(15)
    }
}
