import Civil

/// Which lists a meter sends, when its hourly ones go wrong.
struct ListFaults: Sendable {
    /// A list that is sent now.
    struct Sending: Sendable {
        var kind: ListKind
        /// Its clock and counters are those of the list before.
        var isRepeated = false
        /// Its counters are of now, whatever the model does.
        var hasCurrentCounters = false
    }

    private var faults: [Fault]
    private let always: [Fault]
    private let never: [Fault]
    /// A list that is late, and when it goes out.
    private var waiting: (due: Instant, sending: Sending)?

    init(_ faults: FaultList) {
        self.faults = faults[.repeatedList] + faults[.lateList] + faults[.missingList]
        always = faults[.registersAlways]
        never = faults[.noList]
    }

    /// - Parameters:
    ///   - kind: what the model sends now; `nil` for nothing.
    ///   - past: how long the meter's own hour has lasted, in ms.
    /// - Returns: what goes out; `nil` for nothing.
    mutating func sending(_ kind: ListKind?, at now: Instant, past: Int64) -> Sending? {
        if let waiting, waiting.due <= now {
            self.waiting = nil
            return waiting.sending
        }
        guard let kind else { return nil }
        if kind != .power, always.contains(where: { $0.isActive(at: now) }) {
            return Sending(kind: .hourly, hasCurrentCounters: true)
        }
        guard kind == .hourly, !(faults.isEmpty && never.isEmpty) else { return Sending(kind: kind) }
        return hourly(at: now, past: past)
    }

    private mutating func hourly(at now: Instant, past: Int64) -> Sending? {
        if never.contains(where: { $0.isActive(at: now) }) { return nil }
        // Each of them counts its lists, whatever becomes of this one.
        let isMissing = take(.missingList, at: now) != nil
        let late = take(.lateList, at: now)
        let sending = Sending(kind: .hourly, isRepeated: take(.repeatedList, at: now) != nil)
        if isMissing { return nil }
        guard let late, Int64(late.amount) * 1_000 > past else { return sending }
        waiting = (now.adding(milliseconds: Int64(late.amount) * 1_000 - past), sending)
        return nil
    }

    private mutating func take(_ name: FaultName, at now: Instant) -> Fault? {
        let found = faults.firstIndex { $0.name == name && $0.isActive(at: now) && $0.lists != 0 }
        guard let index = found else { return nil }
        if let lists = faults[index].lists { faults[index].lists = lists - 1 }
        return faults[index]
    }
}
