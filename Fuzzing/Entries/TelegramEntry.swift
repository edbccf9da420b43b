/// The input is what stands between the slash and the exclamation mark; an identification is put before it when there is none.
enum TelegramEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        let head = input.first == UInt8(ascii: "/") ? [] : Array("/KFM5fuzz\r\n\r\n".utf8)
        let text = head + input + [UInt8(ascii: "!")]
        let telegram = text + hex(arc(text)) + [0x0D, 0x0A]
        try StreamEntry.check(telegram + telegram, sizes: [13, 64, 1])
    }
}
