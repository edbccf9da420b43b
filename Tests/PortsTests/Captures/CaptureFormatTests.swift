import TestSupport
import Testing

@testable import Ports

@Suite("Telling a capture's format")
struct CaptureFormatTests {
    @Test(
        "The format is told by content",
        arguments: [
            ("7EA0277E\n", .hex),
            ("7ea0 277e", .hex),
            ("// Kaifa, 10 s\n\n 7E A0\r\n27 7E\r\n", .hex),
            ("0x7E 0xA0", .hex),
            ("7EA0 // the flag\n", .hex),
            ("7EG0\n7EA0\n7EA0\n", .hex),
            ("7E A0 ZZ", .hex),
            ("2026-01-15T07:00:02.512Z 7EA0\n", .timed),
            ("// recorded\n2026-01-15T07:00:02Z 7EA0\n", .timed),
            ("202\u{0}\u{0}\n2026-01-15T07:00:02Z 7EA0\n", .timed),
            ("/KFM5KAIFA-METER\r\n\r\n1-0:1.8.0(000123.456*kWh)\r\n!1F3B\r\n", .raw),
            ("1F3B\r\n/KFM5KAIFA-METER\r\n\r\n1-0:1.8.0(000123.456*kWh)\r\n!1F3B\r\n", .raw),
            ("~\u{1}\u{2}7EA0\n7EA0", .raw),
            ("", .raw),
            ("\n \n// nothing but words\n", .raw),
        ] as [(String, CaptureFormat)]
    )
    func byContent(text: String, format: CaptureFormat) throws {
        #expect(try CaptureReader(bytes: Array(text.utf8), name: "test").format == format)
    }

    @Test("A hex capture with æ, ø and å in its comments is hex")
    func norwegianComment() throws {
        let text = "// måler på Ås\n7EA0\n"
        #expect(try CaptureReader(bytes: Array(text.utf8), name: "test").format == .hex)
    }

    @Test("The name says nothing")
    func byName() throws {
        let folder = try Checkout.temporaryFolder()
        #expect(try CaptureReader(path: folder.file("a.hex", [0x7E, 0xA0, 0x27])).format == .raw)
        #expect(try CaptureReader(path: folder.file("a.bin", "7EA027")).format == .hex)
    }

    @Test(
        "However small the pieces are that it is read in, the format is the same",
        arguments: [16, 17, 24, 64]
    )
    func smallPieces(bufferBytes: Int) throws {
        let folder = try Checkout.temporaryFolder()
        let comment = "// " + String(repeating: "x", count: 100) + "\n"
        let cases: [(String, CaptureFormat)] = [
            (comment + "2026-01-15T07:00:02.512Z 7EA0", .timed), (comment + "7EA0", .hex),
            (comment + "~\u{1}", .raw),
            ("2026-01-15T07:00:02.512Z 7EA0", .timed),
        ]
        for (text, format) in cases {
            let path = try folder.file("capture", text)
            #expect(try CaptureReader(path: path, bufferBytes: bufferBytes).format == format)
        }
    }

    @Test("A gzip file is to be gunzipped")
    func gzip() throws {
        let folder = try Checkout.temporaryFolder()
        let path = try folder.file("a.hex", [0x1F, 0x8B, 0x08, 0x00])
        let error = #expect(throws: CaptureError.self) { _ = try CaptureReader(path: path) }
        #expect(error?.description == "\(path): is compressed, gunzip it first")
    }
}
