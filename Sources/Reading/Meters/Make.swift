import DLMS

/// The meter's maker, as far as the meter says it.
///
/// A make has a file of its own, and in this one its case, its facts, and the line that has its lists read.
public enum Make: String, Sendable, Hashable, CaseIterable {
    case aidon = "Aidon"
    case kaifa = "Kaifa"
    case kamstrup = "Kamstrup"
    case landisGyr = "Landis+Gyr"
    case iskraemeco = "Iskraemeco"
    case sagemcom = "Sagemcom"
    /// Networked Energy Services, once Echelon.
    case nes = "NES"
    /// A meter that names its registers and not its maker, or a maker without a case here.
    case unknown = "unknown"

    /// Kept, because `allCases` may be made each time.
    private static let all = allCases

    /// The make's facts, from its file.
    public var facts: MakeFacts {
        switch self {
        case .aidon: Aidon.facts
        case .kaifa: Kaifa.facts
        case .kamstrup: Kamstrup.facts
        case .landisGyr: LandisGyr.facts
        case .iskraemeco: Iskraemeco.facts
        case .sagemcom: Sagemcom.facts
        case .nes: NES.facts
        case .unknown: MakeFacts(letters: "")
        }
    }

    /// The scales of the make's object lists; `nil` where nothing is known of them.
    func scales(_ evidence: ScaleEvidence) -> RegisterScales? {
        switch self {
        case .landisGyr: LandisGyr.scales(evidence)
        case .iskraemeco: Iskraemeco.scales(evidence)
        default: nil
        }
    }

    /// - Parameter letters: begins with the maker's three letters, as system titles, logical device names and P1 telegrams do.
    public init(flag letters: RawSpan) {
        self = .unknown
        guard letters.byteCount >= 3 else { return }
        var code: UInt32 = 0
        // Some write the third in lower case: `ISk5`.
        for index in 0..<3 {
            code = code << 8 | UInt32(letters.unsafeLoad(fromByteOffset: index, as: UInt8.self) & 0xDF)
        }
        for make in Self.all where make.facts.areMaker(code) { self = make }
    }
}

/// Reads the list of a data-notification by the one profile that recognises it.
///
/// `SelfDescribed` comes last, because it takes every list that describes itself.
///
/// - Parameter maker: the make as far as the message says it outside the list, in its system title.
@inline(__always)
func readList(
    _ message: borrowing DataNotification,
    maker: Make = .unknown,
    into sink: inout some RegisterSink
) throws(DecodingError) -> MessageKind {
    let head = ListHead(message)
    if Kamstrup.recognises(head) { return .registers(try Kamstrup.read(message, into: &sink)) }
    if let layout = Kaifa.Layout(head) { return .registers(try Kaifa.read(message, layout, into: &sink)) }
    if ObjectList.recognises(head), let make = try ObjectList.read(message, maker: maker, into: &sink) {
        return .registers(make)
    }
    if let list = Iskraemeco.List(message, head) {
        return .registers(try Iskraemeco.read(message, list, into: &sink))
    }
    if let make = try SelfDescribed.read(message, head, maker: maker, into: &sink) { return .registers(make) }
    sink.take(unknownList: message.values)
    return .unknown(.list(version: String(head.version), count: head.count))
}
