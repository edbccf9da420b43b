import DLMS
public import Meters

/// What a message says, register by register, as the makers' documents have it: told by the list that was written and not
/// read from the bytes, so that a decoder can be held against it.
public struct Truth: Sendable {
    /// Who the message says that it is from; `nil` for what it does not say.
    public struct Sender: Sendable {
        public var make: Make
        public var id: String?
        public var model: String?
        public var list: String?
    }

    public var sender: Sender
    /// `1-0:1.7.0` and its value; numbers as exact decimals.
    public var registers: [(code: String, value: TruthValue)]
    /// The clock in the message, as the meter writes it; `nil` in messages without.
    public var clock: String?
}

public enum TruthValue: Sendable, Equatable {
    case text(String)
    /// `thousandths / 1000` of the unit.
    case number(thousandths: Int, unit: String)
}

extension SimulatedMeter {
    /// What this message says.
    public func truth(of message: Message) -> Truth {
        let showing = Showing(kind: message.kind, values: message.values, calendar: calendar)
        let items = device.items(showing)
        return Truth(
            sender: device.sender(items),
            registers: items.compactMap { item in item.truth.map { (item.code.description, $0) } },
            clock: device.clock(showing)?.text
        )
    }
}
