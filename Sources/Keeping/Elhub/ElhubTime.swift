import Civil

/// A time as a file writes it: with its distance from UTC, or as local clocks show it.
enum ElhubTime: Equatable {
    case utc(Instant)
    case local(LocalDay, secondOfDay: Int)

    /// - Parameter text: `2026-04-01T00:00:00+02:00` of 2026's files, `01.04.2026 00:00` of those before; either way with
    ///   seconds or without.
    init?(_ text: String) {
        var scanner = DigitScanner(text.utf8)
        guard let (day, isISO) = Self.day(&scanner) else { return nil }
        guard scanner.take(UInt8(ascii: " ")) || isISO && scanner.take(UInt8(ascii: "T")) else { return nil }
        guard let hour = scanner.number(2), scanner.take(UInt8(ascii: ":")), let minute = scanner.number(2)
        else {
            return nil
        }
        var second = 0
        if scanner.take(UInt8(ascii: ":")) {
            guard let number = scanner.number(2) else { return nil }
            second = number
        }
        guard hour < 24, minute < 60, second < 60 else { return nil }
        let secondOfDay = hour * 3_600 + minute * 60 + second
        if scanner.isAtEnd {
            self = .local(day, secondOfDay: secondOfDay)
        } else {
            guard isISO, let offset = Self.offset(&scanner), scanner.isAtEnd else { return nil }
            self = .utc(Instant(unixSeconds: dayNumber(of: day) * 86_400 + Int64(secondOfDay - offset)))
        }
    }

    private static func day(_ scanner: inout DigitScanner) -> (LocalDay, isISO: Bool)? {
        var copy = scanner
        if let year = copy.number(4), copy.take(UInt8(ascii: "-")), let month = copy.number(2),
            copy.take(UInt8(ascii: "-")), let day = copy.number(2)
        {
            scanner = copy
            return checked(year, month, day).map { ($0, true) }
        }
        guard let day = scanner.number(2), scanner.take(UInt8(ascii: ".")), let month = scanner.number(2),
            scanner.take(UInt8(ascii: ".")), let year = scanner.number(4)
        else { return nil }
        return checked(year, month, day).map { ($0, false) }
    }

    /// Elhub began in 2019.
    private static func checked(_ year: Int, _ month: Int, _ day: Int) -> LocalDay? {
        let date = LocalDay(year: year, month: month, day: day)
        guard (2_000...2_099).contains(year), (1...12).contains(month), (1...31).contains(day),
            civilDate(ofDayNumber: dayNumber(of: date)) == date
        else { return nil }
        return date
    }

    /// `+02:00`, `+0200` or `Z`, in seconds.
    private static func offset(_ scanner: inout DigitScanner) -> Int? {
        if scanner.take(UInt8(ascii: "Z")) { return 0 }
        let isPositive = scanner.take(UInt8(ascii: "+"))
        guard isPositive || scanner.take(UInt8(ascii: "-")), let hours = scanner.number(2) else { return nil }
        _ = scanner.take(UInt8(ascii: ":"))
        guard let minutes = scanner.number(2), hours < 15, minutes < 60 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return isPositive ? seconds : -seconds
    }

    /// The moments that it may be: none in the hour that spring leaves out, two in the one that autumn has twice.
    func instants(in calendar: LocalCalendar) -> [Instant] {
        switch self {
        case .utc(let instant): [instant]
        case .local(let day, let second): calendar.instants(day: day, secondOfDay: second)
        }
    }

    /// Seconds on a clock that is never set, to subtract local times from each other by; `nil` for a time with an offset.
    var clockSeconds: Int64? {
        guard case .local(let day, let second) = self else { return nil }
        return dayNumber(of: day) * 86_400 + Int64(second)
    }
}

/// Takes numbers of a fixed width, and single characters.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes.prefix(40))
    }

    var isAtEnd: Bool { index == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        guard bytes.count - index >= width else { return nil }
        let digits = bytes[index..<index + width]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        index += width
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
