import DLMS

/// Reads messages that may be encrypted.
struct CipherReader: Sendable {
    private let decipher: Decipher?
    private var plain: [UInt8] = []
    /// The meter whose message was accepted last, and its frame counter then.
    private var last: (systemTitle: UInt64, frameCounter: UInt32)?

    init(decipher: Decipher?) {
        self.decipher = decipher
    }

    @inline(__always)
    mutating func read(
        _ message: RawSpan,
        needsLLC: Bool,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> MessageKind {
        if let notification = try DataNotification(parsing: message, needsLLC: needsLLC) {
            return try readList(notification, into: &sink)
        }
        return try readOther(message, needsLLC: needsLLC, into: &sink)
    }

    @inline(never)
    private mutating func readOther(
        _ message: RawSpan,
        needsLLC: Bool,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> MessageKind {
        switch try ApplicationData(parsing: message, needsLLC: needsLLC) {
        case .dataNotification(let notification): return try readList(notification, into: &sink)
        case .ciphered(let apdu): return try read(apdu, into: &sink)
        case .other(let tag): return .unknown(.applicationTag(tag))
        }
    }

    @inline(never)
    private mutating func read(
        _ apdu: borrowing CipheredAPDU,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> MessageKind {
        // The system title names the maker, where the list does not.
        let maker = Make(flag: apdu.systemTitle)
        let kind: MessageKind
        switch try open(apdu) {
        case .clear: kind = try Self.readPlain(apdu.ciphertext, maker, into: &sink)
        case .deciphered: kind = try Self.readPlain(plain.span.bytes, maker, into: &sink)
        case .refused(let problem): return .unknown(.ciphered(problem))
        }
        return kind == .registers(.unknown) ? .registers(maker) : kind
    }

    private static func readPlain(
        _ bytes: RawSpan,
        _ maker: Make,
        into sink: inout some RegisterSink
    ) throws(DecodingError) -> MessageKind {
        switch try ApplicationData(parsing: bytes, needsLLC: false) {
        case .dataNotification(let notification): try readList(notification, maker: maker, into: &sink)
        case .ciphered: .unknown(.applicationTag(CipheredAPDU.applicationTag))
        case .other(let tag): .unknown(.applicationTag(tag))
        }
    }

    // MARK: - Keys

    private enum Opened {
        /// What should be encrypted lies in the clear: another program has deciphered it on the way.
        case clear
        case deciphered
        case refused(CipherProblem)
    }

    private mutating func open(_ apdu: borrowing CipheredAPDU) throws(DecodingError) -> Opened {
        guard let decipher else {
            return isNotification(apdu.ciphertext) ? .clear : .refused(.missingKey)
        }
        switch decipher(apdu, &plain) {
        case .authentic: return accept(apdu)
        case .unauthenticated:
            if isNotification(plain.span.bytes) { return accept(apdu) }
            // Where no authentication key asks for a tag, clear text is not less sure than any other message.
            return isNotification(apdu.ciphertext) ? .clear : .refused(.wrongKey)
        case .untagged: return .refused(isNotification(plain.span.bytes) ? .untagged : .wrongKey)
        case .badTag: return .refused(isNotification(plain.span.bytes) ? .badTag : .wrongKey)
        case .unsupportedSuite: return .refused(.unsupportedSuite(apdu.securityControl))
        }
    }

    /// A meter's counter only rises: what comes again, or with a lower one, was recorded and is played back.
    private mutating func accept(_ apdu: borrowing CipheredAPDU) -> Opened {
        let title = UInt64(
            bigEndian: apdu.systemTitle.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
        )
        if let last, last.systemTitle == title, apdu.frameCounter <= last.frameCounter {
            return .refused(.replayed(counter: apdu.frameCounter, last: last.frameCounter))
        }
        last = (title, apdu.frameCounter)
        return .deciphered
    }

    /// Whether the bytes are a whole data-notification: what a wrong key makes of a message never is.
    private func isNotification(_ bytes: RawSpan) -> Bool {
        bytes.byteCount > 0 && bytes.unsafeLoad(as: UInt8.self) == ApplicationData.dataNotificationTag
            && isWholeAPDU(bytes)
    }
}
