import DLMS

/// Entries of a push object list (IEC 62056-6-2, class "Push setup").
enum PushedObject {
    /// Class, logical name, attribute and data index of a pushed object.
    static func entry(_ classID: Int, _ code: OBISCode, _ attribute: UInt8) -> [UInt8] {
        var writer = ValueWriter(head: [])
        writer.structure(4)
        writer.integer(classID, .longUnsigned)
        writer.obis(code)
        writer.raw([0x0F, attribute])
        writer.integer(0, .longUnsigned)
        return writer.bytes
    }

    /// The entry of an item: class 1 for a text, 3 for a register.
    static func entry(_ item: ListItem) -> [UInt8] {
        if case .text = item.content { return entry(1, item.code, 2) }
        return entry(3, item.code, 2)
    }
}
