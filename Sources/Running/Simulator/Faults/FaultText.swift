import Civil

/// Reads one item of a list of faults, `name@time/length=value`.
extension Fault {
    /// - Parameter origin: what `+2h` is counted from.
    init(parsing item: String, from origin: Instant) throws(FaultError) {
        func failure(_ reason: String) -> FaultError { FaultError(item: item, reason: reason) }
        let (rest, value) = Self.halves(item, at: "=")
        let (place, length) = Self.halves(rest, at: "/")
        let (called, time) = Self.halves(place, at: "@")
        guard let name = FaultName(rawValue: called) else {
            let names = FaultName.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure("no such fault; there are \(names)")
        }
        self.init(name)
        if let time {
            guard let moment = Instant(ofFault: time, origin: origin) else {
                throw failure(
                    "\(time) is no time; a time is like 2026-01-15T16:00:00Z, or +2h30m from the start"
                )
            }
            start = moment
        } else if name.extent == .moment {
            throw failure("when? write \(called)@2026-01-15T16:00:00Z, or \(called)@+2h30m from the start")
        }
        try setLength(length, failure)
        try setValue(value, failure)
    }

    /// What stands before and behind the first such character.
    private static func halves(_ text: String, at mark: Character) -> (String, String?) {
        guard let place = text.firstIndex(of: mark) else { return (text, nil) }
        return (String(text[..<place]), String(text[text.index(after: place)...]))
    }

    private mutating func setLength(_ text: String?, _ failure: (String) -> FaultError) throws(FaultError) {
        guard let text else {
            if name.extent == .lists { lists = 1 }
            return
        }
        if text.hasPrefix("x") {
            guard name.extent == .lists else {
                throw failure("is not counted in lists; write a length like /90m")
            }
            guard let count = Int(text.dropFirst()), (1...100_000).contains(count) else {
                throw failure("\(text) is no number of lists; write one like /x3")
            }
            lists = count
            return
        }
        guard name.extent != .moment else {
            throw failure("happens at a moment and has no length; leave out /\(text)")
        }
        guard let seconds = TimeSpan(parsing: text)?.seconds, seconds > 0 else {
            let lists = name.extent == .lists ? ", or /x3 for three lists" : ""
            throw failure("\(text) is no length; a length is like 90s, 20m, 3h or 1d12h\(lists)")
        }
        end = start.adding(seconds: seconds)
    }

    private mutating func setValue(_ text: String?, _ failure: (String) -> FaultError) throws(FaultError) {
        switch name.value {
        case .none:
            if let text { throw failure("has no value; leave out =\(text)") }
        case .duration(let isSigned, let range):
            guard let seconds = text.flatMap({ TimeSpan(parsing: $0)?.seconds }), range.contains(seconds),
                seconds != 0
            else {
                throw failure(
                    "by how much? write =\(isSigned ? "-20m" : "90s") behind it, "
                        + "from \(range.lowerBound) to \(range.upperBound) seconds and not 0"
                )
            }
            amount = Int(seconds)
        case .number(let unit, let range, let standard):
            guard let number = text.map(Int.init) ?? standard, range.contains(number) else {
                let unit = unit.isEmpty ? "" : " \(unit)"
                throw failure(
                    "write a whole number from \(range.lowerBound) to \(range.upperBound)\(unit) behind ="
                )
            }
            amount = number
        case .meterNumber:
            let isNumber = text?.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
            guard isNumber ?? true else { throw failure("a meter's number is of digits and capital letters") }
            meterNumber = text
        }
    }
}

extension Instant {
    /// `2026-01-15T16:00:00Z`, its seconds optional, or `+2h30m` from `origin`.
    init?(ofFault text: String, origin: Instant) {
        if text.hasPrefix("+") {
            guard let span = TimeSpan(parsing: text.dropFirst()), span.seconds >= 0 else { return nil }
            self = origin.adding(seconds: span.seconds)
            return
        }
        guard let moment = Instant(parsing: text), Self.years.contains(moment) else { return nil }
        self = moment
    }

    /// 1970 to 2200.
    private static let years = Instant(unixSeconds: 0)..<Instant(unixSeconds: 7_289_654_400)
}
