import DLMS

/// The texts in which a meter says who it is, the same every ten seconds for years: they are compared with the last ones byte by
/// byte, and strings are made of them only where they differ.
struct IdentityTexts: Sendable {
    enum Kind: UInt8 {
        case list, number, model
        /// The logical device name, or a number under another code: the meter's number where it sends no other.
        case name
    }

    /// The number that stands for the meter's where it sends none; `nil` for its first line or its maker's name.
    private let standIn: String?
    /// The meter that the last texts are of.
    private(set) var known: MeterIdentity?
    /// True when `known` has a number of its own, and not its first line or its maker's name for one.
    private(set) var hasNumber = false
    /// The texts as they came.
    private var list = KnownText()
    private var number = KnownText()
    private var model = KnownText()
    private var name = KnownText()
    /// Which texts this message had, which the known one had, and whether any was another: a bit each.
    private var seen: UInt8 = 0
    private var knownSeen: UInt8 = 0
    private var differs = false
    /// The make of the meter that has said its number; `nil` as long as none has.
    private var numbered: Make?

    init(standIn: String? = nil) {
        self.standIn = standIn
    }

    @inline(__always)
    mutating func begin() {
        // Left over from a message that was not finished: the texts taken over from it are not the known meter's.
        if differs { knownSeen = 0 }
        differs = false
        seen = 0
    }

    @inline(__always)
    mutating func take(_ kind: Kind, _ text: RawSpan) {
        seen |= 1 &<< kind.rawValue
        switch kind {
        case .list: if !list.equals(text) { differs = list.replace(text) }
        case .number: if !number.equals(text) { differs = number.replace(text) }
        case .model: if !model.equals(text) { differs = model.replace(text) }
        case .name: if !name.equals(text) { differs = name.replace(text) }
        }
    }

    /// A P1 telegram's first line: its model, and its number where it sends no other.
    mutating func take(identification: RawSpan) {
        take(.model, identification)
        take(.list, Self.telegramList.span.bytes)
        seen |= Self.telegram
    }

    private static var number: UInt8 { 1 << Kind.number.rawValue }
    /// Beside the texts: the message is a telegram.
    private static var telegram: UInt8 { 16 }
    private static let telegramList: InlineArray<2, UInt8> = [UInt8(ascii: "P"), UInt8(ascii: "1")]

    /// Gives the reading its meter: `nil` when the message did not say its number.
    ///
    /// - Parameter isWholeList: whether the message has counters and so is the longest that its meter sends. One that has never said
    ///   its number, and does not there either, never will, as Aidon's in Sweden: its logical device name stands for it, or its
    ///   maker's name.
    @inline(__always)
    mutating func finish(_ make: Make, isWholeList: Bool, _ identity: inout MeterIdentity?) {
        guard seen & (Self.number | Self.telegram) != 0 || numbered != make && (isWholeList || says(.name))
        else {
            if identity != nil { identity = nil }
            return
        }
        // Some meters send several lists and say more of themselves in one than in the other.
        if differs || seen & ~knownSeen != 0 || known?.make != make { remember(make) }
        if identity == nil || differs { identity = known }
        differs = false
    }

    @inline(never)
    private mutating func remember(_ make: Make) {
        differs = true
        let own = ownNumber
        hasNumber = !own.isEmpty
        let said = hasNumber ? own : standIn ?? (seen & Self.telegram != 0 ? model.text : "")
        if seen & (Self.number | Self.telegram) != 0, !said.isEmpty { numbered = make }
        let id = said.isEmpty ? make.rawValue : said
        // What the message does not say is still so, when it is of the same meter.
        let bare = MeterIdentity(make: make, id: id, model: "", list: "")
        let same = known?.id == bare.id && known?.make == make ? known : nil
        knownSeen = same == nil ? seen : knownSeen | seen
        let identity = MeterIdentity(
            make: make,
            id: id,
            model: says(.model) ? model.text : same?.model ?? "",
            list: says(.list) ? list.text : same?.list ?? ""
        )
        if identity != known { known = identity }
    }

    /// The number that the message says; empty where it says none.
    private var ownNumber: String { says(.number) ? number.text : says(.name) ? name.text : "" }

    private func says(_ kind: Kind) -> Bool { seen & (1 << kind.rawValue) != 0 }
}

extension IdentityTexts.Kind {
    /// - Returns: `nil` for a code that does not identify the meter, such as a sub-meter's number, 0-1…0-4:96.1.0, which
    ///   the meter passes on from a channel of M-Bus.
    init?(_ code: OBISCode) {
        switch (code.quantity, code.a, code.b) {
        case (0x00_02_81, _, _): self = .list
        case (_, 0, 1...), (_, 2..., _): return nil
        // 0-0:96.1.0, and 1-1:0.0.5 of Kamstrup.
        case (0x60_01_00, _, _), (0x00_00_05, _, _): self = .number
        // P1 has the number in 0-0:96.1.1, and Kamstrup the model in 1-1:96.1.1.
        case (0x60_01_01, 0, _): self = .number
        case (0x60_01_01, _, _), (0x60_01_07, _, _): self = .model
        // 0-0:42.0.0, and 1-1:0.0.1.
        case (0x2A_00_00, 0, _), (0x00_00_01, 1, _): self = .name
        default: return nil
        }
    }
}

/// The bytes of a text, to compare with.
private struct KnownText: Sendable {
    private var bytes: [UInt8] = []

    var text: String { String(bytes.span.bytes) }

    @inline(__always)
    func equals(_ text: RawSpan) -> Bool {
        let known = bytes.span.bytes
        let count = known.byteCount
        guard count == text.byteCount else { return false }
        var index = 0
        while index &+ 8 <= count {
            guard word(known, index) == word(text, index) else { return false }
            index &+= 8
        }
        while index < count {
            guard byte(known, index) == byte(text, index) else { return false }
            index &+= 1
        }
        return true
    }

    /// - Returns: true, because it is another text now.
    @inline(never)
    mutating func replace(_ text: RawSpan) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        text.withUnsafeBytes { bytes.append(contentsOf: $0) }
        return true
    }

    private func word(_ bytes: RawSpan, _ index: Int) -> UInt64 {
        bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
    }

    private func byte(_ bytes: RawSpan, _ index: Int) -> UInt8 {
        bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
    }
}
