import Civil
import DLMS
import Ledger
import Simulator
import TestSupport
import Testing

@testable import Daemon

/// A load that is the same through each hour, so that an hour's energy is its power.
struct HourlyLoad: Load {
    /// In W, one an hour from `first` on; the last goes on, and the first was always.
    var watts: [Int]
    var first: Instant

    func watts(at unixSeconds: Int64) -> Int {
        let hour = (unixSeconds - first.unixSeconds) / 3_600
        return watts[max(0, min(watts.count - 1, Int(hour)))]
    }
}

/// A simulated home whose meter, line or clock goes wrong, through the program's own loop.
struct FaultyHome {
    private(set) var hours: [Instant: Hour] = [:]
    private(set) var notices: [LedgerNotice] = []
    private(set) var ledger: Ledger
    private(set) var counts: MeterDecoder.Counts
    /// What the meter had counted at each full hour, whatever it showed.
    private(set) var counted: [Instant: (importWh: Int, exportWh: Int)] = [:]

    /// The evening of the tests: from two minutes before 15:00 UTC to two after 21:00.
    static let evening = [1_500, 3_000, 2_000, 4_000, 2_500, 1_200]
    static let start = utc("14:58:00")

    init(
        _ model: SimulatedModel,
        _ faults: String = "",
        watts: [Int] = evening,
        from start: Instant = start,
        hours length: Int = 6
    ) throws {
        let list =
            try faults.isEmpty
            ? FaultList() : FaultList(faults, start: start, model: model, hasArrivalTimes: true)
        let first = start.adding(seconds: 120).hourStart
        let end = first.adding(seconds: Int64(length) * 3_600 + 125)
        let line = SimulatedLine(faults: list)
        var meter = try SimulatedMeter(
            model: model,
            load: HourlyLoad(watts: watts, first: first),
            from: start,
            calendar: .oslo,
            faults: list
        )
        let loop = MeterLoop(
            MeterDecoder(),
            times: CaptureTimes(local: .oslo),
            ledger: Ledger(settings: LedgerSettings(calendar: .oslo))
        )
        ledger = loop.ledger
        counts = loop.decoder.counts
        while case let message = meter.next(), message.time < end {
            if message.time == message.time.hourStart {
                counted[message.time] = (meter.energyWh, meter.exportWh)
            }
            for arrival in line.arrivals(of: message.bytes, sentAt: message.time) {
                for event in loop.read(arrival.bytes.span.bytes, at: arrival.time) { take(event) }
            }
        }
        for event in loop.advance(to: end) { take(event) }
        ledger = loop.ledger
        counts = loop.decoder.counts
    }

    private mutating func take(_ event: LedgerEvent) {
        switch event {
        case .closed(let hour): hours[hour.start] = hour
        case .notice(let notice): notices.append(notice)
        default: break
        }
    }

    // MARK: - What is asked of it

    /// The evening's six hours; `nil` for one that was not told.
    var evening: [Hour?] { (15...20).map { hours[utc("\($0):00:00")] } }
    var qualities: [HourQuality?] { evening.map { $0?.quality } }
    var energies: [Int] { evening.map { $0?.importWh ?? -1_000_000 } }

    /// How far the hours are from what was drawn, the farthest, in Wh.
    var worstErrorWh: Int {
        zip(energies, Self.evening).map { abs($0 - $1) }.max() ?? 0
    }

    /// The peaks that count in January.
    var peaks: [Int] { ledger.month(LocalMonth(year: 2026, month: 1)).counting.map(\.importWh) }
    var uncertain: [Int] { ledger.month(LocalMonth(year: 2026, month: 1)).uncertain.map(\.importWh) }
}
