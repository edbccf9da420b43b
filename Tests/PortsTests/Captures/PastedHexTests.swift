import TestSupport
import Testing

@testable import Ports

@Suite("Hex as people paste it")
struct PastedHexTests {
    private static let bytes: [UInt8] = (0..<40).map { UInt8($0 * 7 % 256) }

    private static func digits(_ bytes: some Sequence<UInt8>) -> [String] {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    }

    private static func lines(_ form: (Int, [String]) -> String) -> String {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            form(start, digits(bytes[start..<min(start + 16, bytes.count)]))
        }.joined(separator: "\n")
    }

    private static func offset(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }

    static let forms: [(name: String, text: String)] = [
        ("colons", digits(bytes).joined(separator: ":")),
        ("colons in lines", lines { $1.joined(separator: ":") } + "\n"),
        ("a log's level", lines { "(V) " + $1.joined(separator: " ") } + "\r\n"),
        ("a log's level without a space", lines { "(D)" + $1.joined() }),
        ("hexdump -C", lines { "\(offset($0))  \($1.joined(separator: " "))  |..7/ab..|" } + "\n00000028\n"),
        ("hexdump -C without its last line", lines { "\(offset($0))  \($1.joined(separator: " "))  |~|" }),
        ("xxd", lines { "\(offset($0)): \($1.joined(separator: " "))  ab..//.|ff" } + "\n"),
        ("a byte-order mark", "\u{FEFF}" + digits(bytes).joined(separator: " ")),
        ("a byte-order mark and 0x", "\u{FEFF}" + digits(bytes).map { "0x" + $0 }.joined(separator: " ")),
        ("words of eight digits", lines { _, digits in digits.joined() }),
    ]

    @Test("It is hex and gives its bytes, however it is cut", arguments: forms.indices, [16, 23, 4_096])
    func form(index: Int, bufferBytes: Int) throws {
        let folder = try Checkout.temporaryFolder()
        let path = try folder.file("capture", Self.forms[index].text)
        var reader = try CaptureReader(path: path, bufferBytes: bufferBytes)
        #expect(reader.format == .hex)
        var bytes: [UInt8] = []
        while let chunk = try reader.next() { bytes += chunk.bytes }
        #expect(bytes == Self.bytes, "\(Self.forms[index].name)")
    }

    private func errors(_ text: String) throws -> (bytes: [UInt8], errors: [String]) {
        var reader = try CaptureReader(bytes: Array(text.utf8), name: "test")
        var bytes: [UInt8] = []
        var errors: [String] = []
        while true {
            do throws(CaptureError) {
                guard let chunk = try reader.next() else { return (bytes, errors) }
                bytes += chunk.bytes
            } catch {
                errors.append(error.description)
            }
        }
    }

    @Test("Eight digits that are no offset of a dump are bytes")
    func wordsAreBytes() throws {
        #expect(try errors("7EA0E22B  2113").bytes == [0x7E, 0xA0, 0xE2, 0x2B, 0x21, 0x13])
        #expect(try errors("00000000  7EA0\n00000003  01").bytes == [0x7E, 0xA0, 0, 0, 0, 3, 1])
        #expect(try errors("7EA0").bytes == [0x7E, 0xA0])
        #expect(try errors("7EA0E2").bytes == [0x7E, 0xA0, 0xE2])
    }

    @Test("A dump that leaves lines out says how to write it")
    func leavesOut() throws {
        let result = try errors("00000000  7e a0  |~.|\n*\n00000020  01\n")
        #expect(
            result.errors == [
                "test:2:1: the dump leaves out lines that repeat (*), write it with hexdump -v -C"
            ]
        )
    }

    @Test("Brackets that are no log's level are damage, and the rest is read")
    func brackets() throws {
        let result = try errors("(VX 7EA0\n7EA0\n7EA0\n7EA0")
        #expect(result.errors == ["test:1:1: \"(\" is not a hex digit"])
        #expect(result.bytes == [0x7E, 0xA0, 0x7E, 0xA0, 0x7E, 0xA0])
    }

    @Test("A byte-order mark before a timed capture is passed over")
    func timed() throws {
        var reader = try CaptureReader(bytes: Array("\u{FEFF}2026-01-15T07:00:02Z 7EA0\n".utf8), name: "test")
        #expect(reader.format == .timed)
        #expect(try reader.next()?.bytes == [0x7E, 0xA0])
    }
}
