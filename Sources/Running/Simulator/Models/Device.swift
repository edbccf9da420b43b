import Civil
import DLMS
import Meters

/// Which list a message is.
public enum ListKind: Sendable, Hashable, CaseIterable {
    /// Power alone.
    case power
    /// Power, currents, voltages and who the meter is.
    case instantaneous
    /// With clock and counters: once an hour in Norway, in every message elsewhere.
    case hourly
}

/// What goes into one message.
struct Showing: Sendable {
    var kind: ListKind
    var values: MeterValues
    /// The zone of clocks that keep local time.
    var calendar: LocalCalendar

    /// The moment that its clock takes for now.
    var clock: Instant { values.clock ?? values.time }
    var isClockSet: Bool { values.clock != nil }
    var hasCurrentCounters: Bool { values.hasCurrentCounters }
}

/// A model as the simulator knows it: when it sends what, and how that looks in bytes.
protocol Device: Sendable {
    /// Its texts are empty where the model says nothing.
    var identity: MeterIdentity { get set }
    /// How finely its list says energy, in Wh.
    var energyStepWh: Int { get }
    /// Whether the list holds the counters of the full hour, or those of the moment it is sent.
    var countersAreOfFullHour: Bool { get }

    /// The list that is sent at this millisecond of an hour; `nil` for none. Called for multiples of 500 ms.
    func list(atMillisecondOfHour: Int64, delaySlot: Int) -> ListKind?

    /// The clock that the message shows; `nil` for none.
    func clock(_ showing: Showing) -> MeterClock?

    /// Its registers, in the order in which they stand in the message.
    func items(_ showing: Showing) -> [ListItem]

    /// The message as it goes over the wire, in one frame or several.
    func bytes(_ showing: Showing) -> [UInt8]

    /// Who the message says that it is from.
    func sender(_ items: [ListItem]) -> Truth.Sender
}

/// What most do: everything in every message, six times a minute.
extension Device {
    var energyStepWh: Int { 1 }
    var countersAreOfFullHour: Bool { false }

    func list(atMillisecondOfHour millisecond: Int64, delaySlot: Int) -> ListKind? {
        millisecond % 10_000 == 0 ? .hourly : nil
    }

    func sender(_ items: [ListItem]) -> Truth.Sender {
        func text(_ codes: OBISCode...) -> String? {
            for item in items where codes.contains(item.code) {
                if case .text(let text) = item.content { return text }
            }
            return nil
        }
        return Truth.Sender(
            make: identity.make,
            id: text(OBISCode(0, 0, 96, 1, 0), OBISCode(1, 1, 0, 0, 5)) ?? text(OBISCode(0, 0, 42, 0, 0)),
            model: text(OBISCode(0, 0, 96, 1, 7), OBISCode(1, 1, 96, 1, 1)),
            list: text(OBISCode(1, 1, 0, 2, 129))
        )
    }
}

/// The head of an APDU.
enum DataNotification {
    /// The tag and the long-invoke-id-and-priority (IEC 62056-5-3); a clock, or 00 for none, comes next.
    static func head(invokeID: UInt32) -> [UInt8] {
        [0x0F] + (0..<4).map { UInt8(truncatingIfNeeded: invokeID >> (24 - 8 * $0)) }
    }

    /// The same with the clock as the standard has it: its length, but no tag.
    static func head(invokeID: UInt32, _ clock: MeterClock) -> [UInt8] {
        head(invokeID: invokeID) + [0x0C] + clock.bytes
    }
}

extension Showing {
    /// A number that rises from message to message and never comes twice, after a restart neither: seconds since 1970.
    ///
    /// For frame counters, and for the invoke ids of makes that count them.
    var counter: UInt32 { UInt32(truncatingIfNeeded: values.time.unixSeconds) }
}
