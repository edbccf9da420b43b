public import DLMS

/// Takes the registers of a list one by one, as they stand in the message.
///
/// This is how a list is read without building it first: `Reading` is one sink, the `decode` command has another.
/// When reading throws, or finds that nobody knows the list, what the sink has taken so far must be forgotten.
public protocol RegisterSink {
    /// A text: the list's version, the meter's number, its model.
    mutating func take(_ code: OBISCode, text: RawSpan)
    /// A number: `value × 10^scaler` of `unit`.
    mutating func take(_ code: OBISCode, value: Int64, scaler: Int, unit: PhysicalUnit)
    /// The meter's clock, as written in the list or in the head of the message.
    mutating func take(clock: COSEMDateTime)
    /// The first line of a P1 telegram without its slash: `KFM5KAIFA-METER`.
    mutating func take(identification: RawSpan)
    /// The list names no unit for its counters, and ten watt-hours are assumed.
    mutating func assumeEnergyScale()
    /// A list that nobody knows, from its tag on.
    mutating func take(unknownList: borrowing ValueCursor)
}

extension RegisterSink {
    public mutating func take(identification: RawSpan) {}
    public mutating func assumeEnergyScale() {}
    public mutating func take(unknownList: borrowing ValueCursor) {}
}

extension OBISCode {
    /// The version of the list.
    public static var listVersion: OBISCode { OBISCode(1, 1, 0, 2, 129) }
    /// The meter's number.
    public static var meterNumber: OBISCode { OBISCode(0, 0, 96, 1, 0) }
    /// The meter's type designation.
    public static var meterModel: OBISCode { OBISCode(0, 0, 96, 1, 7) }
    /// The COSEM logical device name: its maker's three letters and a number.
    public static var logicalDeviceName: OBISCode { OBISCode(0, 0, 42, 0, 0) }

    /// True when a text under this code is the meter's number: 0-0:96.1.0, 0-0:96.1.1 of P1, 1-1:0.0.5 of Kamstrup.
    public var isMeterNumber: Bool { IdentityTexts.Kind(self) == .number }
    /// True when a text under this code stands for the meter's number where it sends no other: 0-0:42.0.0, 1-1:0.0.1.
    public var isMeterName: Bool { IdentityTexts.Kind(self) == .name }
    /// True when a text under this code is the meter's type designation.
    public var isMeterModel: Bool { IdentityTexts.Kind(self) == .model }

    /// Whether this is a clock: 1.0.0 of any medium and channel.
    var isClock: Bool { quantity == 0x01_00_00 }
}
