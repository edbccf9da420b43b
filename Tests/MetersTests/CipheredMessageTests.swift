import DLMS
import Meters
import TestSupport
import Testing

/// What the reader makes of ciphered messages; the cryptography itself is tested where it is.
@Suite("Ciphered messages")
struct CipheredMessageTests {
    private static let plain: [UInt8] = [0x0F, 0x40, 0, 0, 0, 0x00, 0x02, 0x01, 0x06, 0, 0, 0x10, 0x15]

    /// A cipher for tests: what it does is xor, and its tag is twelve times the authentication key.
    private static func decipher(key: UInt8, authentication: UInt8?) -> Decipher {
        { apdu, plain in
            plain.removeAll(keepingCapacity: true)
            apdu.ciphertext.withUnsafeBytes { plain.append(contentsOf: $0.map { $0 ^ key }) }
            guard apdu.securityControl & 0x0F == 0 else { return .unsupportedSuite }
            guard let authentication else { return .unauthenticated }
            guard apdu.tag.byteCount > 0 else { return .untagged }
            let isRight = apdu.tag.withUnsafeBytes { $0.allSatisfy { $0 == authentication } }
            return isRight ? .authentic : .badTag
        }
    }

    private static func message(
        _ content: [UInt8] = plain,
        key: UInt8 = 0x5A,
        control: UInt8 = 0x30,
        counter: UInt8 = 1,
        title: String = "KAM",
        tag: UInt8 = 0xAA
    ) -> [UInt8] {
        let title = Array(title.utf8) + [1, 2, 3, 4, 5]
        let tag = control & 0x10 == 0 ? [] : Array(repeating: tag, count: 12)
        let body = [control, 0, 0, 0, counter] + content.map { $0 ^ key } + tag
        return Frames.frame([0xE6, 0xE7, 0x00, 0xDB, 8] + title + [UInt8(body.count)] + body)
    }

    private func outcomes(_ messages: [[UInt8]], key: UInt8? = 0x5A, authentication: UInt8? = 0xAA)
        -> [Outcome]
    {
        var reader = MeterReader(decipher: key.map { Self.decipher(key: $0, authentication: authentication) })
        return reader.outcomes(of: messages.flatMap(\.self))
    }

    /// Codes and values without scalers, as the Austrian E450 pushes them.
    private static func codesAndValues() throws -> [UInt8] {
        let clock = try hexBytes("07EA010F040A3A32FFFFC400")
        return [0x0F, 0, 0, 0, 1, 0x0C] + clock + [0x02, 0x07, 0x09, 0x0C] + clock
            + obis(1, 0, 1, 8, 0) + [0x06, 0x00, 0xB7, 0xDA, 0x36] + obis(1, 0, 1, 7, 0) + [
                0x06, 0, 0, 2, 0x21,
            ]
            + obis(1, 0, 4, 7, 0) + [0x06, 0, 0, 1, 0x7B]
    }

    @Test("Landis+Gyr's list of codes and values is in W and Wh, as its system title names the maker")
    func codesAndValues() throws {
        let list = try Self.codesAndValues()
        let reading = try #require(outcomes([Self.message(list, title: "LGZ")]).first?.reading)
        #expect(reading.make == .landisGyr)
        #expect(reading.clockText == "2026-01-15T10:58:50")
        #expect(reading.energyImportWh == 12_048_950)
        #expect(reading.powerImportW == 545)
        #expect(reading.reactiveExportVar == 379)
    }

    @Test("Without a maker nobody knows what the values count, and a date-time is no version")
    func codesAndValuesOfNobody() throws {
        let outcomes = outcomes([Self.message(try Self.codesAndValues(), title: "XYZ")])
        #expect(outcomes == [.unknown(.list(version: "", count: 7))])
    }

    static let right: [(authentication: UInt8?, control: UInt8)] = [(0xAA, 0x30), (nil, 0x30), (nil, 0x20)]

    @Test("With the right keys it is read", arguments: right)
    func read(authentication: UInt8?, control: UInt8) {
        let outcome = outcomes([Self.message(control: control)], authentication: authentication).first
        #expect(outcome?.reading?.powerImportW == 4_117)
    }

    static let problems: [(key: UInt8?, authentication: UInt8?, message: [UInt8], problem: CipherProblem)] = [
        (nil, nil, message(), .missingKey), (0x5B, nil, message(), .wrongKey),
        (0x5B, 0xAA, message(tag: 0xAB), .wrongKey),
        (0x5A, 0xAB, message(), .badTag), (0x5A, 0xAA, message(tag: 1), .badTag),
        (0x5A, 0xAA, message(control: 0x20), .untagged), (0x5B, 0xAA, message(control: 0x20), .wrongKey),
        (0x5A, 0xAA, message(control: 0x32), .unsupportedSuite(0x32)),
    ]

    @Test("Missing key, wrong key, bad tag and unknown suite each say so", arguments: problems.indices)
    func problem(index: Int) {
        let (key, authentication, message, problem) = Self.problems[index]
        let outcomes = outcomes([message], key: key, authentication: authentication)
        #expect(outcomes == [.unknown(.ciphered(problem))])
        #expect(UnknownMessage.ciphered(problem).description.hasPrefix("encrypted: "))
    }

    @Test("A frame counter that does not rise is said, and gives no reading")
    func replayed() {
        let counters: [UInt8] = [5, 6, 6, 4, 7]
        let outcomes = outcomes(counters.map { Self.message(counter: $0) })
        #expect(outcomes.map { $0.reading != nil } == [true, true, false, false, true])
        #expect(outcomes[2] == .unknown(.ciphered(.replayed(counter: 6, last: 6))))
        #expect(outcomes[3] == .unknown(.ciphered(.replayed(counter: 4, last: 6))))
    }

    @Test("Another meter's counter begins from nothing")
    func anotherMeter() {
        let outcomes = outcomes([Self.message(counter: 9), Self.message(counter: 3, title: "KFM")])
        #expect(outcomes.allSatisfy { $0.reading != nil })
    }

    @Test("A message that was not accepted does not move the counter")
    func refusedDoesNotCount() {
        let outcomes = outcomes([Self.message(counter: 200, tag: 1), Self.message(counter: 2)])
        #expect(outcomes.map { $0.reading != nil } == [false, true])
    }

    static let clear: [(key: UInt8?, authentication: UInt8?, isRead: Bool)] = [
        (nil, nil, true), (0x5A, nil, true), (0x5A, 0xBB, false),
    ]

    @Test(
        "Clear text in the wrapper is read, unless an authentication key asks for a tag",
        arguments: clear.indices
    )
    func clearText(index: Int) {
        let (key, authentication, isRead) = Self.clear[index]
        let outcomes = outcomes([Self.message(key: 0)], key: key, authentication: authentication)
        #expect((outcomes.first?.reading != nil) == isRead)
    }

    @Test("The system title names the maker where the list does not")
    func maker() {
        let item = [0x02, 0x03] + obis(1, 0, 1, 7, 0) + [0x06, 0, 0, 0, 9, 0x02, 0x02, 0x0F, 0, 0x16, 27]
        let content: [UInt8] = [0x0F, 0x40, 0, 0, 0, 0x00, 0x02, 0x01] + item
        #expect(outcomes([Self.message(content, title: "SAG")]).first?.reading?.make == .sagemcom)
    }

    @Test("What is inside may be wrong, unknown or ciphered again, and is never a reading")
    func content() {
        let unknown: [UInt8] = [0x0F, 0, 0, 0, 0, 0x00, 0x02, 0x01, 0x11, 0x01]
        #expect(outcomes([Self.message(unknown)]) == [.unknown(.list(version: "", count: 1))])
        let other: [UInt8] = [0xC0, 1, 2, 3]
        #expect(outcomes([Self.message(other)]) == [.unknown(.applicationTag(0xC0))])
        let cut = Array(Self.plain.dropLast())
        #expect(outcomes([Self.message(cut)]) == [.wrong(.valueCutShort)])
        let again: [UInt8] = [0xDB, 8, 1, 2, 3, 4, 5, 6, 7, 8, 5, 0x20, 0, 0, 0, 1]
        #expect(outcomes([Self.message(again)]) == [.unknown(.applicationTag(0xDB))])
    }
}
