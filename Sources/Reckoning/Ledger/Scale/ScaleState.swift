import Civil

/// A meter's energy scale, and the evidence for it.
struct ScaleState: Sendable, Codable, Equatable {
    /// The scale by which its registers are read.
    var scale: EnergyScale
    /// True when power has confirmed it once, or the configuration says it.
    var isDecided = false
    /// The books of either scale, while it is not certain.
    var doubt: ScaleDoubt?
    private var window: ScaleWindow?
    /// Windows in a row that spoke against the scale.
    private var contrary = 0
    /// Windows in a row that fitted no scale.
    private var unfit = 0

    init(_ scale: EnergyScale, isDecided: Bool = false) {
        self.scale = scale
        self.isDecided = isDecided
    }

    /// The change that a register brought.
    enum Turn: Equatable {
        case nothing
        /// A scale that was certain is not any more.
        case doubted
        case decided(EnergyScale)
        /// No scale explains the registers, again and again; said once.
        case inexplicable
    }

    /// A meter that sends registers all the time is watched this long before anything is decided: longer than any lag
    /// between its power and its registers.
    private static let leastMilliseconds: Int64 = 600_000
    /// And as long each time once it was: so a change takes several hours.
    private static let leastDecidedMilliseconds = Instant.hourMilliseconds
    private static let contraryToChange = 3
    private static let unfitToSay = 6

    /// Goes by a scale that is certain.
    mutating func adopt(_ scale: EnergyScale) {
        self.scale = scale
        isDecided = true
        doubt = nil
    }

    // MARK: - Evidence

    mutating func pass(to now: Instant, _ held: HourBook.HeldPower?) {
        // What was added up before a clock that went back belongs to no time any more.
        if let last = window?.time, last.milliseconds(since: now) > HourBook.holdMilliseconds { window = nil }
        window?.pass(to: now, held)
    }

    /// Holds a register against the power since the last ones.
    ///
    /// - Parameters:
    ///   - register: read by this scale.
    ///   - jumps: whether it cannot have counted there from the last one.
    ///   - book: as it stands before the register.
    mutating func weigh(_ register: RegisterReading, jumps: Bool, _ book: HourBook, at now: Instant) -> Turn {
        let register = register.converted(from: scale, to: .tenWattHours)
        if jumps, isDecided, doubt == nil {
            // Perhaps the meter was set to count by the other scale.
            window = Self.window(at: register, book, now)
            return .doubted
        }
        guard var window else {
            window = Self.window(at: register, book, now)
            return .nothing
        }
        defer { self.window = window }
        if register.isFrequent(after: window.start), window.start.standsForHour {
            // It was taken for an hour's list and was none.
            window = Self.window(at: register, book, now)
            return .nothing
        }
        let elapsed = register.time.milliseconds(since: window.start.time)
        guard elapsed >= (isDecided ? Self.leastDecidedMilliseconds : Self.leastMilliseconds) else {
            return .nothing
        }
        window.pass(to: max(now, register.time), book.held)
        let verdict = window.verdict(at: register, book.held?.sample)
        if verdict == .open, elapsed < ScaleWindow.longestMilliseconds { return .nothing }
        window = window.restarted(at: register)
        return turn(verdict)
    }

    private static func window(at register: RegisterReading, _ book: HourBook, _ now: Instant) -> ScaleWindow
    {
        let peak = book.accounts.compactMap(\.peakW).max() ?? 0
        let account = book.accounts.last { $0.start == register.time }
        return ScaleWindow(at: register, account: account, peakW: peak, now: now)
    }

    private mutating func turn(_ verdict: ScaleWindow.Verdict) -> Turn {
        switch verdict {
        case .open, .unseen: return .nothing
        case .fitsNeither:
            unfit += 1
            return !isDecided && unfit == Self.unfitToSay ? .inexplicable : .nothing
        case .fits(let found):
            unfit = 0
            return found == scale ? confirmed() : contradicted(by: found)
        }
    }

    private mutating func confirmed() -> Turn {
        contrary = 0
        isDecided = true
        return doubt == nil ? .nothing : .decided(scale)
    }

    private mutating func contradicted(by found: EnergyScale) -> Turn {
        contrary += 1
        if isDecided, contrary < Self.contraryToChange { return doubt == nil ? .doubted : .nothing }
        contrary = 0
        isDecided = true
        return .decided(found)
    }
}
