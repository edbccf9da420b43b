/// The type of an A-XDR value: the byte before it (IEC 62056-5-3, "Data").
@frozen
public enum DataTag: UInt8, Sendable, Hashable {
    case null = 0x00
    case array = 0x01
    case structure = 0x02
    case boolean = 0x03
    case bitString = 0x04
    case doubleLong = 0x05
    case doubleLongUnsigned = 0x06
    case octetString = 0x09
    case visibleString = 0x0A
    case utf8String = 0x0C
    case bcd = 0x0D
    case integer = 0x0F
    case long = 0x10
    case unsigned = 0x11
    case longUnsigned = 0x12
    case long64 = 0x14
    case long64Unsigned = 0x15
    case enumerated = 0x16
    case float32 = 0x17
    case float64 = 0x18
    case dateTime = 0x19
    case date = 0x1A
    case time = 0x1B
}
