/// The input is what stands between the slash and the exclamation mark; an identification is put before it when there is none.
enum TelegramEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        let head = input.first == UInt8(ascii: "/") ? [] : Array("/KFM5fuzz\r\n\r\n".utf8)
        let text = head + input + [UInt8(ascii: "!")]
        let telegram = text + hex(arc(text)) + [0x0D, 0x0A]
        try StreamEntry.check(telegram + telegram, sizes: [13, 64, 1])
        guard head.count > 0, isText(input) else { return }
        let found = Passage(telegram + telegram, sizes: [64]).pieces.count { $0.isFrame }
        guard found == 2 else { throw BrokenPromise("\(found) of two good telegrams found") }
    }

    /// Printable text without what begins or ends a telegram, and no longer than one may be.
    private static func isText(_ input: [UInt8]) -> Bool {
        input.count < 4_000
            && input.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "/"), UInt8(ascii: "!"): false
                case 0x0D, 0x0A, 0x20..<0x7F: true
                default: false
                }
            }
    }
}
