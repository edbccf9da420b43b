// Timed text: a received chunk a line, `2026-01-15T07:00:02.512Z 7EA0…7E`.

/// What is wrong with a line.
enum TimedLineError: Error, CustomStringConvertible {
    case noTime
    case notHex(column: Int)
    case oddDigits

    var description: String {
        switch self {
        case .noTime: "no time at the beginning; expected 2026-01-15T07:00:02.512Z and hex digits"
        case .notHex(let column): "neither a hex digit nor white space in column \(column)"
        case .oddDigits: "an odd number of hex digits"
        }
    }
}

/// Reads a line.
///
/// - Returns: `nil` for an empty line or a comment.
func timedChunk(_ line: borrowing Span<UInt8>) throws(TimedLineError) -> Chunk? {
    var index = 0
    while index < line.count, isBlank(line[index]) { index += 1 }
    guard index < line.count else { return nil }
    if line[index] == UInt8(ascii: "/") { return nil }
    guard let time = timeStamp(line, &index) else { throw .noTime }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((line.count - index) / 2)
    var high: UInt8?
    while index < line.count {
        let byte = line[index]
        index += 1
        if let value = hexValue(byte) {
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        } else if !isBlank(byte) {
            throw .notHex(column: index)
        }
    }
    guard high == nil else { throw .oddDigits }
    return Chunk(bytes: bytes, arrivalUnixMilliseconds: time)
}

/// Reads `2026-01-15T07:00:02.512Z`; the fraction may have any number of digits, or be left out.
///
/// - Returns: ms since 1970; `nil` when it is no such time.
private func timeStamp(_ line: borrowing Span<UInt8>, _ index: inout Int) -> Int64? {
    guard line.count - index >= 20 else { return nil }
    let start = index
    func digits(_ offset: Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for place in start + offset..<start + offset + count {
            guard (0x30...0x39).contains(line[place]) else { return nil }
            value = value * 10 + Int64(line[place] - 0x30)
        }
        return value
    }
    func has(_ offset: Int, _ character: UInt8) -> Bool { line[start + offset] == character }
    guard has(4, 0x2D), has(7, 0x2D), has(10, 0x54), has(13, 0x3A), has(16, 0x3A),
        let year = digits(0, 4), let month = digits(5, 2), let day = digits(8, 2),
        let hour = digits(11, 2), let minute = digits(14, 2), let second = digits(17, 2),
        (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    index = start + 19
    let milliseconds = fraction(line, &index)
    guard index < line.count, line[index] == UInt8(ascii: "Z") else { return nil }
    index += 1
    let seconds = (dayNumber(year, month, day) * 24 + hour) * 3_600 + minute * 60 + second
    return seconds * 1_000 + milliseconds
}

/// Reads `.512` as milliseconds.
private func fraction(_ line: borrowing Span<UInt8>, _ index: inout Int) -> Int64 {
    guard index < line.count, line[index] == UInt8(ascii: ".") else { return 0 }
    index += 1
    var value: Int64 = 0
    var weight: Int64 = 100
    while index < line.count, (0x30...0x39).contains(line[index]) {
        value += Int64(line[index] - 0x30) * weight
        weight /= 10
        index += 1
    }
    return value
}

/// Days since 1970-01-01, counting in years that begin in March.
private func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    return shifted * 365 + leapDays + ((month + 9) % 12 * 153 + 2) / 5 + day - 719_469
}

/// Writes one line of timed text, with its line end.
///
/// - Parameter unixMilliseconds: when the bytes came; of the years 1970 to 9999.
public func timedLine(_ bytes: [UInt8], unixMilliseconds: Int64) -> [UInt8] {
    var line = timeText(unixMilliseconds)
    line.reserveCapacity(line.count + 2 + 2 * bytes.count)
    line.append(0x20)
    line += hexText(bytes)
    line.append(0x0A)
    return line
}

/// Hex digits, two for each byte.
public func hexText(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
        text.append(hexDigit(byte >> 4))
        text.append(hexDigit(byte & 15))
    }
    return text
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

private func timeText(_ unixMilliseconds: Int64) -> [UInt8] {
    let days = unixMilliseconds / 86_400_000
    let ofDay = unixMilliseconds % 86_400_000
    let (year, month, day) = civilDate(days)
    var text: [UInt8] = []
    text.reserveCapacity(24)
    func digits(_ value: Int64, _ count: Int) {
        var divisor: Int64 = [1, 10, 100, 1_000][count - 1]
        while divisor > 0 {
            text.append(0x30 + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
    digits(year, 4)
    text.append(0x2D)
    digits(month, 2)
    text.append(0x2D)
    digits(day, 2)
    text.append(0x54)
    digits(ofDay / 3_600_000, 2)
    text.append(0x3A)
    digits(ofDay / 60_000 % 60, 2)
    text.append(0x3A)
    digits(ofDay / 1_000 % 60, 2)
    text.append(0x2E)
    digits(ofDay % 1_000, 3)
    text.append(0x5A)
    return text
}

/// The date of a day number: the year by its mean length, then mended, then the month.
private func civilDate(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    var year = 1970 + days * 400 / 146_097
    while dayNumber(year, 1, 1) > days { year -= 1 }
    while dayNumber(year + 1, 1, 1) <= days { year += 1 }
    var month: Int64 = 12
    while dayNumber(year, month, 1) > days { month -= 1 }
    return (year, month, days - dayNumber(year, month, 1) + 1)
}
