import DLMS

/// What a list can be recognised by before it is read: its container, its length *and* the version it states.
///
/// Never the length alone: Iskraemeco sends 18 elements that are not Kaifa's 18.
struct ListHead: ~Escapable {
    /// The tag of the list itself: array, structure, or something else.
    let container: UInt8
    /// How many elements the container says it has.
    let count: Int
    /// The tag of the first element; 0xFF without one.
    let firstTag: UInt8
    /// The first element, or what the first element says under the code of the version, when it is a text: `KFM_001`,
    /// `AIDON_V0001`. Else empty.
    let version: RawSpan
    /// Whether the first element is an OBIS code.
    let beginsWithCode: Bool
    /// The first eight characters of the version, the first in the highest byte, with zeros behind a shorter one.
    let versionStart: UInt64

    @inline(__always)
    @_lifetime(copy message)
    init(_ message: borrowing DataNotification) {
        var cursor = message.values
        var version = message.body.extracting(first: 0)
        var count = 0
        var firstTag: UInt8 = 0xFF
        var beginsWithCode = false
        container = cursor.nextByte ?? 0xFF
        do throws(DecodingError) {
            count = container == DataTag.array.rawValue ? try cursor.array() : try cursor.structure()
            firstTag = cursor.nextByte ?? 0xFF
            if firstTag == DataTag.doubleLongUnsigned.rawValue {
                // Kaifa's list of power alone, the commonest of all: nothing more to see.
            } else if cursor.nextIsOBISCode || firstTag == DataTag.structure.rawValue {
                beginsWithCode = firstTag != DataTag.structure.rawValue
                if firstTag == DataTag.structure.rawValue { _ = try cursor.structure() }
                // 1-1:0.2.129, and 1-0:0.2.129 of Kaifa in Sweden.
                if try cursor.obisCode().quantity == 0x00_02_81 { version = try cursor.text() }
            } else if cursor.nextIsText {
                let text = try cursor.text()
                // Landis+Gyr's E450 in Austria begins with a date-time, whose first byte, of the year, is no character.
                if text.byteCount == 0 || text.unsafeLoad(as: UInt8.self) >= 0x20 { version = text }
            }
        } catch {
            // Not a list that anyone knows: what could be read of its head stands.
        }
        self.count = count
        self.firstTag = firstTag
        self.beginsWithCode = beginsWithCode
        self.version = version
        versionStart = Self.start(of: version)
    }

    var isArray: Bool { container == DataTag.array.rawValue }
    var isStructure: Bool { container == DataTag.structure.rawValue }

    @inline(__always)
    private static func start(of text: RawSpan) -> UInt64 {
        guard text.byteCount < 8 else {
            return UInt64(bigEndian: text.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
        }
        var value: UInt64 = 0
        for index in 0..<text.byteCount {
            value |=
                UInt64(text.unsafeLoad(fromByteOffset: index, as: UInt8.self)) &<< UInt64(56 &- 8 &* index)
        }
        return value
    }
}
