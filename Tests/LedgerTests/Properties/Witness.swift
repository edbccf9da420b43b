import Civil
import Foundation
import Ledger
import Meters
import TestSupport

/// Watches a ledger live, from outside, and says what must never be.
///
/// - Energy: a *balance* is what all closed hours hold, or that and what the running hour has. Each register stands either for the
///   full hour, which the first is the balance of, or for now, which the second is of; between two registers one of the two has
///   to have changed by exactly what the register has. So no energy is made, lost or counted twice, whoever divides it.
/// - The running counter never falls, and is the register's or what power has counted past it.
/// - An hour's quality never falls, its quarters are the hour, a month is its hours, and a forecast is in order.
struct Witness {
    private var ledger: Ledger
    private let settings = LedgerSettings.oslo()
    private(set) var hours: [Instant: Hour] = [:]
    private(set) var details: [Instant: HourDetail] = [:]
    private var account = Account()
    private var stored: Stored?
    private(set) var failures: [String] = []
    /// How many pairs of registers were compared.
    private(set) var comparisons = 0

    /// What is remembered of the registers so far.
    fileprivate struct Account {
        var register: Register?
        /// What a message said last.
        var last: (importWh: Int, exportWh: Int?)?
        var counter: (importWh: Int, exportWh: Int)?
        /// Up to here hours were told before the clock went back.
        var livesTwiceUntil: Instant?
    }

    fileprivate struct Register {
        var importWh: Int
        var exportWh: Int?
        var arrival: Instant
        /// What hours may hold up to it; import alone where the export is not known.
        var balances: [Balance]
    }

    fileprivate struct Balance {
        var importWh: Int
        /// `nil` in the middle of an hour: nothing public says what the running hour feeds in.
        var exportWh: Int?
    }

    /// What a disk has.
    fileprivate struct Stored {
        var state: LedgerState
        var hours: [Instant: Hour]
        var account: Account
        var time: Instant
    }

    init() {
        ledger = Ledger(settings: settings)
    }

    // MARK: - Living

    mutating func live(_ step: LivedStep) throws {
        switch step.kind {
        case .message(let reading):
            let before = ledger.state.time
            let events = ledger.record(reading, at: step.time)
            hear(events, at: step.time)
            let isBehind = before.map { step.time <= $0 } ?? false
            if let importWh = reading.energyImportWh {
                let wentBack = events.contains { $0.wentBack }
                let isRefused = events.contains { $0.refuses(at: step.time) }
                if (!isBehind || wentBack) && !isRefused {
                    compare(importWh, reading.energyExportWh, at: step.time)
                }
            }
            checkCounter(events, at: step.time, isBehind: isBehind)
            store(at: step.time, hasClosed: events.contains { $0.closed != nil })
        case .silence:
            let events = ledger.advance(to: step.time)
            hear(events, at: step.time)
            store(at: step.time, hasClosed: events.contains { $0.closed != nil })
        case .restart:
            try restore(Stored(state: ledger.state, hours: hours, account: account, time: step.time))
        case .powerFailure:
            guard let stored else { return }
            try restore(stored)
        }
    }

    private mutating func store(at now: Instant, hasClosed: Bool) {
        let isDue = stored.map { abs(now.milliseconds(since: $0.time)) >= 60_000 } ?? true
        guard hasClosed || isDue else { return }
        stored = Stored(state: ledger.state, hours: hours, account: account, time: now)
    }

    private mutating func restore(_ stored: Stored) throws {
        let data = try JSONEncoder().encode(stored.state)
        let state = try JSONDecoder().decode(LedgerState.self, from: data)
        if state != stored.state { fail("the state is another after it was stored") }
        let known = stored.hours.values.sorted { $0.start < $1.start }
        ledger = Ledger(settings: settings, restoring: state, hours: known)
        hours = stored.hours
        account = stored.account
    }

    /// Takes what the ledger says, and looks at it.
    mutating func hear(_ events: [LedgerEvent], at now: Instant) {
        take(events, at: now)
        check(events)
    }

    var state: LedgerState { ledger.state }

    private mutating func take(_ events: [LedgerEvent], at now: Instant) {
        for event in events {
            switch event {
            case .closed(let hour): take(hour)
            case .detail(let detail): details[detail.start] = detail
            case .notice(.newBaseline), .notice(.otherMeter):
                account.register = nil
                account.counter = nil
            case .notice(.repeatedHourlyList(let time)) where !event.refuses(at: now):
                // The list of that time was an old one, as this one shows: nothing is counted from it.
                if let register = account.register, register.arrival >= time { account.register = nil }
            case .notice(.clockWentBack): clockWentBack(to: now)
            default: break
            }
        }
    }

    private mutating func take(_ hour: Hour) {
        if hour.start != hour.start.hourStart { fail("\(hour.start) is no full hour") }
        if hour.importWh < 0 || hour.exportWh < 0 { fail("\(hour) holds less than nothing") }
        if let known = hours[hour.start], rank(hour.quality) < rank(known.quality) {
            fail("\(hour.start) was \(known.quality) and is \(hour.quality)")
        }
        hours[hour.start] = hour
    }

    /// What was counted in a time that has not come is begun anew, and what registers said of it with it. Hours that were told are
    /// lived once more, and the better of both is kept: no sum goes through them.
    private mutating func clockWentBack(to now: Instant) {
        if let register = account.register, register.arrival > now.hourStart { account.register = nil }
        if let last = hours.keys.max(), last >= now.hourStart {
            account.livesTwiceUntil = last.adding(milliseconds: Instant.hourMilliseconds)
            account.register = nil
        }
    }

    private mutating func fail(_ text: String) { failures.append(text) }

    // MARK: - Energy

    private mutating func compare(_ importWh: Int, _ exportWh: Int?, at now: Instant) {
        defer { account.last = (importWh, exportWh) }
        if let until = account.livesTwiceUntil, now < until {
            account.register = nil
            return
        }
        // They stand still: no reading, or one of nothing.
        if let last = account.last, last == (importWh, exportWh) { return }
        let known = account.register
        let closed = hours.values.reduce(into: (0, 0)) { $0 = ($0.0 + $1.importWh, $0.1 + $1.exportWh) }
        let used = ledger.status(at: now)?.usedWh ?? 0
        var balances = [
            Balance(importWh: closed.0, exportWh: closed.1),
            Balance(importWh: closed.0 + used, exportWh: nil),
        ]
        if let known {
            comparisons += 1
            balances = balances.filter { balance in
                known.balances.contains { $0.agrees(balance, known, importWh, exportWh) }
            }
            if balances.isEmpty {
                fail(
                    "registers \(known.importWh)/\(known.exportWh ?? 0) and \(importWh)/\(exportWh ?? 0), but hours from "
                        + "\(known.balances) to \(closed), the running \(used)"
                )
            }
        }
        account.register = Register(
            importWh: importWh,
            exportWh: exportWh,
            arrival: now,
            balances: balances
        )
    }

    // MARK: - What is told

    private mutating func check(_ events: [LedgerEvent]) {
        for (place, event) in events.enumerated() {
            switch event {
            case .closed(let hour):
                guard place + 1 < events.count, case .detail(let detail) = events[place + 1] else {
                    fail("\(hour.start) closed without its quarters")
                    continue
                }
                check(detail, of: hour)
            case .hour(let status): check(status)
            case .month(let status):
                if !events[place...].contains(where: { $0.closed != nil }) { check(status) }
            default: break
            }
        }
    }

    private mutating func check(_ detail: HourDetail, of hour: Hour) {
        let sum = detail.quarters.reduce(into: (0, 0)) { $0 = ($0.0 + $1.importWh, $0.1 + $1.exportWh) }
        let isWhole = detail.start == hour.start && detail.quarters.count == 4
        if !isWhole || sum != (hour.importWh, hour.exportWh) {
            fail("\(hour) in quarters: \(detail.quarters)")
        }
        if detail.quarters.contains(where: { $0.importWh < 0 || $0.exportWh < 0 }) {
            fail("\(hour.start) has a quarter below 0: \(detail.quarters)")
        }
        if ![0, 60].contains(detail.minutes.count) {
            fail("\(hour.start) has \(detail.minutes.count) minutes")
        }
    }

    private mutating func check(_ status: HourStatus) {
        let isInOrder =
            0 <= status.usedWh && status.usedWh <= status.lowWh && status.lowWh <= status.expectedWh
            && status.expectedWh <= status.highWh && (0...1).contains(status.stepRisk) && status.budgetW >= 0
        if !isInOrder { fail("\(status)") }
    }

    /// A month is the sum of the last value of each of its hours.
    private mutating func check(_ status: MonthStatus) {
        let calendar = settings.calendar
        let sum = hours.values.filter { calendar.month(of: $0.start) == status.month }
            .reduce(into: (0, 0)) { $0 = ($0.0 + $1.importWh, $0.1 + $1.exportWh) }
        if sum != (status.importWh, status.exportWh) {
            fail("\(status.month) is \(status.importWh)/\(status.exportWh), its hours \(sum)")
        }
    }

    private mutating func checkCounter(_ events: [LedgerEvent], at now: Instant, isBehind: Bool) {
        // An old list's counters say nothing of now.
        let isOld = events.contains { $0.refuses(at: now) }
        for case .live(let live) in events {
            guard let importWh = live.energyImportWh, let exportWh = live.energyExportWh else { continue }
            if let last = account.counter {
                if importWh < last.importWh || exportWh < last.exportWh {
                    fail("the counter fell from \(last) to \(importWh)/\(exportWh)")
                }
            }
            if !isBehind, !isOld, let register = live.reading.energyImportWh,
                !isCounted(importWh, of: register)
            {
                fail("the counter is \(importWh) and the register \(register)")
            }
            account.counter = (importWh, exportWh)
        }
    }

    /// Whether a counter is what the register says, or a little more: by power, which is held for half a minute after its last
    /// message, or through an hour whose register stood still.
    private func isCounted(_ counter: Int, of register: Int) -> Bool {
        (0...60_000).contains(counter - register)
    }
}

extension Witness.Balance {
    /// Whether hours changed from here to another balance by what the registers did.
    fileprivate func agrees(
        _ other: Witness.Balance,
        _ known: Witness.Register,
        _ importWh: Int,
        _ exportWh: Int?
    ) -> Bool {
        guard other.importWh - self.importWh == importWh - known.importWh else { return false }
        guard let before = self.exportWh, let after = other.exportWh, let from = known.exportWh, let exportWh
        else { return true }
        return after - before == exportWh - from
    }
}

extension LedgerEvent {
    fileprivate var closed: Hour? { if case .closed(let hour) = self { hour } else { nil } }

    fileprivate var wentBack: Bool { if case .notice(.clockWentBack) = self { true } else { false } }

    /// Whether the list that came just now is refused as an old one.
    fileprivate func refuses(at now: Instant) -> Bool {
        guard case .notice(.repeatedHourlyList(let time)) = self else { return false }
        return now.milliseconds(since: time) < 1_800_000
    }
}

private func rank(_ quality: HourQuality) -> Int {
    [.gap, .integrated, .split, .measured].firstIndex(of: quality) ?? 4
}
