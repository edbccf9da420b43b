/// The offset at the start of each line of a dump, as hexdump -C and xxd write it, told apart from bytes.
///
/// Eight digits at a line's start are an offset when they say how many bytes the dump has given so far, and two spaces
/// or a colon stand behind them. Until that shows, the four bytes are held.
struct DumpOffset {
    /// The line's first bytes, which may be an offset.
    private(set) var held: [UInt8] = []
    /// True when the line's first digits go on.
    private var isLeading = true
    /// True when the held bytes are an offset if a second space follows.
    private var hasSpace = false
    /// True when this line began with an offset.
    private var isDumpLine = false
    /// True when a colon stood behind the offset, as xxd writes it.
    private var isXXD = false
    /// True when the last line of bytes began with one.
    private(set) var isDump = false
    /// True when the last byte of a dump's line was a space: the second one ends its digits.
    private var isBehindSpace = false
    /// True when any digit of this line was read.
    private var hasDigits = false
    /// Bytes of the dump so far.
    private var count: UInt32 = 0

    /// True when nothing but white space stands on the line so far.
    var isAtStart: Bool { !hasDigits }

    private var isOffset: Bool {
        guard held.count == 4 else { return false }
        let value = held.reduce(0) { $0 << 8 | UInt32($1) }
        return value == 0 || isDump && value == count
    }

    mutating func addDigit(into output: inout [UInt8]) {
        hasDigits = true
        isBehindSpace = false
        if hasSpace || held.count == 4 { giveUp(into: &output) }
    }

    mutating func add(_ byte: UInt8, into output: inout [UInt8]) {
        guard isLeading else {
            output.append(byte)
            count &+= 1
            return
        }
        held.append(byte)
    }

    /// Takes a character that is no digit.
    ///
    /// - Returns: whether the characters of a dump's line begin here.
    mutating func end(at byte: UInt8, isByteOpen: Bool, into output: inout [UInt8]) -> Bool {
        if isDumpLine { return endBytes(at: byte) }
        guard isLeading, hasDigits else { return false }
        let isComplete = isOffset && !isByteOpen
        switch byte {
        case Ascii.colon where isComplete, Ascii.space where isComplete && hasSpace:
            begin(isXXD: byte == Ascii.colon)
        case Ascii.space where isComplete: hasSpace = true
        default: giveUp(into: &output)
        }
        return false
    }

    private mutating func endBytes(at byte: UInt8) -> Bool {
        if byte == Ascii.bar { return true }
        defer { isBehindSpace = byte == Ascii.space }
        return isXXD && isBehindSpace && byte == Ascii.space
    }

    private mutating func begin(isXXD: Bool) {
        if held.allSatisfy({ $0 == 0 }) { count = 0 }
        held.removeAll(keepingCapacity: true)
        self.isXXD = isXXD
        (isLeading, hasSpace, isDumpLine, isDump) = (false, false, true, true)
    }

    /// The held bytes are bytes.
    private mutating func giveUp(into output: inout [UInt8]) {
        output += held
        count &+= UInt32(held.count)
        held.removeAll(keepingCapacity: true)
        (isLeading, hasSpace) = (false, false)
    }

    mutating func endLine(into output: inout [UInt8]) {
        // A dump's last line is its length alone.
        if isDump, isOffset { held.removeAll(keepingCapacity: true) }
        giveUp(into: &output)
        if hasDigits { isDump = isDumpLine }
        (isLeading, isDumpLine, hasDigits, isBehindSpace) = (true, false, false, false)
    }
}
