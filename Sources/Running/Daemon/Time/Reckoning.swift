import Civil
import Ledger
import Meters

/// A ledger that reckons again once a guessed time has become known.
///
/// While time is a guess, live values are told as they come and hours are not: the readings wait beside the ledger as it
/// stood before them. The first known time gives each reading its own, and the ledger goes through them once more.
struct Reckoning {
    private(set) var ledger: Ledger
    private var guess: Guess?

    private struct Guess {
        /// The ledger as it stood before the guess.
        var before: Ledger
        var waiting: [(reading: Reading, uptimeMilliseconds: Int64)] = []
    }

    init(_ ledger: Ledger) {
        self.ledger = ledger
    }

    /// Records a reading.
    ///
    /// - Returns: what follows; first what follows of readings that have waited for the time.
    mutating func record(_ reading: Reading, at time: ArrivalTime) -> [LedgerEvent] {
        var events = settle(at: time)
        guard time.isGuess else {
            events.append(moving: ledger.record(reading, at: time.instant))
            return events
        }
        guess?.waiting.append((reading, time.uptimeMilliseconds))
        return ledger.record(reading, at: time.instant).filter(\.isToldOfGuesses)
    }

    /// Lets time pass without a reading.
    mutating func advance(to time: ArrivalTime) -> [LedgerEvent] {
        var events = settle(at: time)
        guard time.isGuess else {
            events.append(moving: ledger.advance(to: time.instant))
            return events
        }
        return ledger.advance(to: time.instant).filter(\.isToldOfGuesses)
    }

    /// Puts hours that were settled elsewhere into the ledger: see `Ledger.amend`.
    mutating func amend(_ past: PastHours) -> [LedgerEvent] {
        ledger.amend(past.hours, earlier: past.earlier)
    }

    /// Chooses a bound of capacity for the running month: see `Ledger.choose`.
    mutating func choose(targetW: Int?) -> Bool { ledger.choose(targetW: targetW) }

    /// Begins a guess, or ends it and goes once more through the readings that waited.
    private mutating func settle(at time: ArrivalTime) -> [LedgerEvent] {
        if let error = time.meterClockErrorMilliseconds, ledger.meterClockErrorMilliseconds != error {
            ledger.meterClockErrorMilliseconds = error
        }
        if time.isGuess {
            if guess == nil { guess = Guess(before: ledger) }
            return []
        }
        guard let over = guess else { return [] }
        guess = nil
        let error = ledger.meterClockErrorMilliseconds
        ledger = over.before
        ledger.meterClockErrorMilliseconds = error
        return over.waiting.flatMap { reading, uptime in
            let age = time.uptimeMilliseconds - uptime
            return ledger.record(reading, at: time.instant.adding(milliseconds: -age))
                .filter { !$0.isOfTheMoment }
        }
    }
}

extension LedgerEvent {
    /// True for what may be told while time is a guess: nothing of hours that are over.
    fileprivate var isToldOfGuesses: Bool {
        switch self {
        case .live, .hour, .meter: true
        case .closed, .detail, .day, .month, .notice: false
        }
    }

    /// True for what was told when it came, and is over.
    fileprivate var isOfTheMoment: Bool {
        switch self {
        case .live, .hour, .day: true
        case .meter, .closed, .detail, .month, .notice: false
        }
    }
}

extension [LedgerEvent] {
    /// Appends events; without a copy where these are the first.
    mutating func append(moving others: [LedgerEvent]) {
        if isEmpty { self = others } else { self += others }
    }
}
