/// A cursor over a short text of ASCII digits and marks, for times and dates whose numbers have fixed widths.
package struct DigitScanner {
    private let bytes: [UInt8]
    private var index = 0

    /// - Parameter bytes: the text; of one that is longer than any time or date, the first 40 bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes.prefix(40))
    }

    package var isAtEnd: Bool { index == bytes.count }

    /// Steps over a byte if it is the next one.
    package mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Reads a number of exactly `width` digits; `nil`, and no step, where there are fewer.
    package mutating func number(_ width: Int) -> Int? {
        guard bytes.count - index >= width else { return nil }
        let digits = bytes[index..<index + width]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        index += width
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Reads the decimals of a second, 1 to 9 digits, and cuts them to milliseconds.
    package mutating func milliseconds() -> Int? {
        let digits = bytes[index...].prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        index += digits.count
        let three = digits.prefix(3) + repeatElement(0x30, count: max(0, 3 - digits.count))
        return three.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Reads a distance from UTC, `Z`, `+02:00` or `+0200`, in seconds.
    package mutating func offsetSeconds() -> Int? {
        if skip(UInt8(ascii: "Z")) { return 0 }
        let isEast = skip(UInt8(ascii: "+"))
        guard isEast || skip(UInt8(ascii: "-")), let hours = number(2) else { return nil }
        _ = skip(UInt8(ascii: ":"))
        guard let minutes = number(2), hours < 15, minutes < 60 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return isEast ? seconds : -seconds
    }

    /// Reads a time of day, `07:00`, `07:00:02` or `07:00:02.512`, in milliseconds since midnight.
    package mutating func timeOfDay() -> Int? {
        let colon = UInt8(ascii: ":")
        guard let hour = number(2), hour < 24, skip(colon), let minute = number(2), minute < 60 else {
            return nil
        }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard skip(colon) else { return milliseconds }
        guard let second = number(2), second < 60 else { return nil }
        milliseconds += second * 1_000
        guard skip(UInt8(ascii: ".")) else { return milliseconds }
        guard let fraction = self.milliseconds() else { return nil }
        return milliseconds + fraction
    }
}
