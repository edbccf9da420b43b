import Glibc
import TestSupport
import Testing

@testable import Ports

@Suite("Reading captures")
struct CaptureReaderTests {
    @Test("A raw capture comes in pieces with growing offsets")
    func raw() throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let folder = try Checkout.temporaryFolder()
        var reader = try CaptureReader(path: folder.file("a", bytes))
        let (chunks, errors) = reader.readAll()
        #expect(reader.format == .raw)
        // Compared outside of the expectation, which would take for ever to say how so many bytes differ.
        let isWhole = chunks.bytes == bytes
        #expect(isWhole)
        #expect(errors.isEmpty)
        #expect(chunks.allSatisfy { 1...65_536 ~= $0.bytes.count && $0.arrivalUnixMilliseconds == nil })
        #expect(chunks.offsetsGrow)
    }

    @Test("A hex capture's offsets are those of the bytes it stands for")
    func hexOffsets() throws {
        let digits = String(repeating: "7E a0\t27\n", count: 50_000)
        var reader = try CaptureReader(bytes: Array(digits.utf8), name: "a")
        let (chunks, errors) = reader.readAll()
        let isWhole = chunks.bytes == Array(repeating: [0x7E, 0xA0, 0x27], count: 50_000).flatMap { $0 }
        #expect(isWhole)
        #expect(errors.isEmpty)
        #expect(chunks.count > 1)
        #expect(chunks.offsetsGrow)
    }

    @Test(
        "Hex text is read whatever its white space, case, comments and prefixes",
        arguments: [
            ("7EA0277E", []), ("7ea0277e\n", []), ("7E A0\r\n27 7E\r\n", []), ("\t7E\n\n\nA0 27 7E", []),
            ("0x7E 0xA0 0X27 0x7e", []), ("// one\n7EA0 // 7E 7E\n277E // end", []),
            ("7E\nA0/27 7E\n277E", [(2, 3)]),
            ("7EA027 7\n7E", [(1, 8)]), ("7EA0\n27 //\n7E\n3", [(4, 1)]), ("7EA0\n27 7E\n1G 33", [(3, 2)]),
            ("7EA0\n277E /", [(2, 6)]),
        ] as [(String, [(Int, Int)])]
    )
    func hexText(text: String, faults: [(line: Int, column: Int)]) throws {
        var reader = try CaptureReader(bytes: Array(text.utf8), name: "a")
        #expect(reader.format == .hex)
        let (chunks, errors) = reader.readAll()
        #expect(chunks.bytes == [0x7E, 0xA0, 0x27, 0x7E])
        #expect(errors.map { $0.line } == faults.map { $0.line })
        #expect(errors.map { $0.column } == faults.map { $0.column })
    }

    @Test("A damaged hex line is told, and the lines around it are read")
    func hexDamage() throws {
        var reader = try CaptureReader(bytes: Array("0102\n03G4\n0506\n070\n08".utf8), name: "a.hex")
        let (chunks, errors) = reader.readAll()
        #expect(chunks.bytes == [1, 2, 3, 5, 6, 7, 8])
        #expect(
            errors.map(\.description) == [
                "a.hex:2:3: \"G\" is not a hex digit",
                "a.hex:4:3: a hex digit without its second, digits stand in pairs",
            ]
        )
    }

    @Test("An empty capture has no chunks")
    func empty() throws {
        let folder = try Checkout.temporaryFolder()
        var reader = try CaptureReader(path: folder.file("a"))
        let (chunks, errors) = reader.readAll()
        #expect(chunks.isEmpty)
        #expect(errors.isEmpty)
    }

    @Test("A path that is not there, and one that is a folder, are errors that name it")
    func unreadable() throws {
        let missing = #expect(throws: CaptureError.self) { _ = try CaptureReader(path: "/nowhere/a.hex") }
        #expect(missing?.description == "/nowhere/a.hex: cannot open it, No such file or directory")
        let folder = #expect(throws: CaptureError.self) { _ = try CaptureReader(path: "/tmp") }
        #expect(folder?.reason == .cannotRead(code: EISDIR))
    }

    @Test("The path - is standard input, and its format is told from its first bytes")
    func standardInput() async {
        await #expect(processExitsWith: .success) {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            dup2(ends[0], 0)
            // The pipe stays open: a reader that waited for more than the first line would never come back.
            let line = Array("2026-01-15T07:00:02.512Z 7EA0\n".utf8)
            try #require(write(ends[1], line, line.count) == line.count)
            var reader = try CaptureReader(path: "-")
            let chunk = try reader.next()
            #expect(chunk?.bytes == [0x7E, 0xA0])
            exit(chunk?.arrivalUnixMilliseconds == 1_768_460_402_512 ? 0 : 1)
        }
    }
}
