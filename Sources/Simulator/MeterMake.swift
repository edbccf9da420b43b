public import Ledger
import Meters

/// What a meter shows at a moment: everything that a list may hold.
public struct MeterValues: Sendable {
    public var time: Instant
    public var powerW: Int
    public var reactiveVar: Int
    /// Of L1, L2, L3.
    public var currentMA: [Int]
    public var voltageMV: [Int]
    /// The counter that the hourly list carries, exact.
    public var energyWh: Int
    public var reactiveWh: Int
}

/// Which list a message is.
public enum ListKind: Sendable, Hashable, CaseIterable {
    /// Power alone.
    case power
    /// Power, currents, voltages and who the meter is.
    case instantaneous
    /// The same with clock and counters.
    case hourly
}

/// A make of meter as a simulator knows it: when it sends what, and how that looks in bytes.
protocol MeterMake: Sendable {
    var make: Make { get }
    var identity: MeterIdentity { get }
    /// How finely its list says energy, in Wh.
    var energyStepWh: Int { get }

    /// The list that is sent at this millisecond of an hour; `nil` for none. Called for multiples of 500 ms.
    func list(atMillisecondOfHour: Int64, delaySlot: Int) -> ListKind?

    /// Whether the hourly list holds the counters of the full hour, or those of the moment it is sent.
    var countersAreOfFullHour: Bool { get }

    func frame(_ kind: ListKind, _ values: MeterValues, calendar: LocalCalendar) -> [UInt8]
}

extension MeterMake {
    /// LLC, data-notification, invoke id: the head of every message.
    func head(invokeID: UInt8) -> [UInt8] { [0xE6, 0xE7, 0x00, 0x0F, invokeID, 0x00, 0x00, 0x00] }
}

extension MeterClock {
    /// - Parameter zone: the zone that the make keeps.
    init(_ instant: Instant, in zone: LocalCalendar, saysWeekday: Bool, tail: [UInt8]) {
        let local = zone.dateTime(of: instant)
        let days = (instant.unixSeconds + Int64(local.offsetSeconds)) / 86_400
        self.init(
            year: local.day.year,
            month: UInt8(local.day.month),
            day: UInt8(local.day.day),
            // 1970-01-01 was a Thursday.
            weekday: saysWeekday ? UInt8((days + 3) % 7 + 1) : 0xFF,
            hour: UInt8(local.hour),
            minute: UInt8(local.minute),
            second: UInt8(local.second),
            tail: tail
        )
    }
}
