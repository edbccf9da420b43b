import Civil
import Meters

/// Turns power and registers into hours.
///
/// Between two registers the difference is the truth and power only divides it; after the last register power is all
/// there is. Each hour that is not settled has an account; a register settles all accounts before it.
struct HourBook: Sendable, Codable, Equatable {
    /// Unsettled hours, the running one last. Contiguous.
    var accounts: [HourAccount] = []
    /// The register that is counted from.
    var register: RegisterReading?
    /// The counters of a register that may not be counted from any more: its time has not come, or was too long ago.
    var forgotten: WattHours?
    /// The power of the last message.
    var held: HeldPower?
    /// The moment up to which time has passed; `nil` before the first message.
    var time: Instant?
    /// True once it was said that the list repeats itself, until it does not.
    var saidRepeated = false
    /// The list that was refused last for its old clock; `nil` when the last one was not.
    var refused: RegisterReading?
    /// `nil` in a state written before this was kept.
    var trust: RegisterTrust?
    /// True while `register` is the first of all: its clock was held against no other list's. `nil` for false.
    var isUnproven: Bool?
    /// The last hour that closed with a register at the end of time that nobody saw, until the counters move again. Were
    /// they standing still already, the hour is short of what flowed since.
    var unproven: ClosedHour?

    /// The power of the last message, and when it came.
    struct HeldPower: Sendable, Codable, Equatable {
        var sample: PowerSample
        var since: Instant
        /// When the meter said how much it feeds in.
        var exportSince: Instant

        /// Up to when the power is believed, of a stretch of time.
        func seenUntil(from: Instant, to: Instant) -> Instant {
            max(from, min(to, since.adding(milliseconds: HourBook.holdMilliseconds)))
        }
    }

    /// How long a power value is believed without a new one. Kamstrup sends every 10 s: two may be lost.
    static let holdMilliseconds: Int64 = 30_000
    /// The most hours that may wait for a register. A fortnight's outage is still divided; what is older stays as
    /// announced.
    static let longestWait = 400

    /// What came of a step.
    struct Outcome {
        /// Hours that closed, or that are known better now.
        var closed: [ClosedHour] = []
        /// Hours that were told by power, as registers have them whose scale is known now.
        var retold: [ClosedHour] = []
        var notices: [LedgerNotice] = []
        /// True when the counters begin elsewhere: what ran with the last ones is over.
        var startsAnew = false

        mutating func append(_ other: Outcome) {
            closed += other.closed
            retold += other.retold
            notices += other.notices
            startsAnew = startsAnew || other.startsAnew
        }
    }

    /// The account of the running hour.
    var running: HourAccount? { accounts.last }

    /// The power of the last message, in W, while it is believed; `nil` otherwise.
    func heldImportW(at now: Instant) -> Int? {
        guard let held, now.milliseconds(since: held.since) <= Self.holdMilliseconds else { return nil }
        return held.sample.importW
    }

    /// Energy since the last register, by power alone.
    var openEnergy: WattHours {
        accounts.reduce(WattHours()) { $0 + $1.open.energy }
    }

    // MARK: - Power

    /// Holds the power of a message that came just now.
    mutating func hold(_ reading: Reading, at now: Instant) {
        let isFresh = held.map { now.milliseconds(since: $0.exportSince) <= Self.holdMilliseconds } ?? false
        let heldExportW = isFresh ? held?.sample.exportW : nil
        guard
            let sample = PowerSample(
                importW: reading.powerImportW,
                exportW: reading.powerExportW,
                heldExportW: heldExportW
            )
        else { return }
        let saysExport = reading.powerExportW != nil || sample.importW > 0
        held = HeldPower(
            sample: sample,
            since: now,
            exportSince: saysExport ? now : held?.exportSince ?? now
        )
    }

    // MARK: - Accounts

    /// Says that no register will speak for the power before a moment.
    mutating func settleByPower(before time: Instant) {
        for index in accounts.indices where accounts[index].start < time {
            accounts[index].settleByPower()
        }
    }

    /// Removes the hours that end at or before a moment.
    mutating func removeAccounts(before time: Instant) -> [HourAccount] {
        let over = Array(accounts.prefix { $0.end <= time })
        accounts.removeFirst(over.count)
        return over
    }

    /// Forgets the register: another meter answers.
    mutating func forgetRegister() {
        if let time { settleByPower(before: time) }
        register = nil
        forgotten = nil
        held = nil
        trust = nil
        isUnproven = nil
        unproven = nil
    }
}
