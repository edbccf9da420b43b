import DLMS

/// What a list can be recognised by before it is read: its container, its length *and* the version it states.
///
/// Never the length alone: Iskraemeco sends 18 elements that are not Kaifa's 18.
struct ListHead: ~Escapable {
    /// Array or structure; `nil` for anything else.
    let container: DataTag?
    /// How many elements the container says it has.
    let count: Int
    /// The type of the first element.
    let firstTag: DataTag?
    /// The first element, or the first element's value, when it is a text: `KFM_001`, `AIDON_V0001`. Else empty.
    let version: RawSpan

    @_lifetime(copy message)
    init(_ message: borrowing DataNotification) {
        container = message.values.nextTag
        var count = 0
        var firstTag: DataTag?
        var version = message.body.extracting(first: 0)
        do {
            var cursor = message.values
            count = container == .array ? try cursor.array() : try cursor.structure()
            firstTag = cursor.nextTag
            if container == .array, firstTag == .structure {
                _ = try cursor.structure()
                if try cursor.obisCode() == .listVersion { version = try cursor.text() }
            } else if firstTag == .octetString || firstTag == .visibleString {
                version = try cursor.text()
            }
        } catch {
            // Not a list that anyone knows: what could be read of its head stands.
        }
        self.count = count
        self.firstTag = firstTag
        self.version = version
    }

    /// Whether the version begins with these characters.
    func versionBegins(with prefix: StaticString) -> Bool {
        guard version.byteCount >= prefix.utf8CodeUnitCount else { return false }
        return prefix.withUTF8Buffer { expected in
            for index in 0..<expected.count
            where version.unsafeLoad(fromByteOffset: index, as: UInt8.self) != expected[index] {
                return false
            }
            return true
        }
    }
}
