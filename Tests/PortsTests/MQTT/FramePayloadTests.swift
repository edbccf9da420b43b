import Foundation
import TestSupport
import Testing

@testable import Ports

@Suite("What a gateway publishes")
struct FramePayloadTests {
    /// Kaifa's list 1: 4117 W.
    private let frame: [UInt8]
    private let longFrame = LongFrames.frame(Array("KFM, all in letters {\"}".utf8))
    private let telegram = Telegrams.telegram("KFM5KAIFA-METER", ["1-0:1.7.0(00.244*kW)"])

    init() throws {
        frame = try hexBytes(
            "7EA027010201105A87E6E7000F40000000090C07E60102070E2512FF80000002010600001015F5FF7E"
        )
    }

    private func bytes(_ payloads: [[UInt8]]) -> [UInt8] {
        var payload = FramePayload()
        return payloads.flatMap { payload.bytes(of: $0) }
    }

    private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("A frame is handed on as it is: HDLC, M-Bus, P1") func frames() {
        for frame in [frame, longFrame, telegram] { #expect(bytes([frame]) == frame) }
        #expect(bytes([frame + frame, longFrame + longFrame]) == frame + frame + longFrame + longFrame)
    }

    @Test(
        "A gateway's own words are no bytes of a meter",
        arguments: [
            "Debug: 12 frames", "debug from the pulse", "{\"status\":{\"rssi\":-61}}", "{}", "[1,2]",
            "hello to you",
            "{\n  \"a\": 1\n}\n", "Strømmåler koblet til", "123456", " ", "\r\n", "DEADBEEF", "7E",
            "{\"path\":\"/tmp\",\"wave\":\"~\"}",
        ]
    )
    func status(words: String) {
        #expect(bytes([text(words), frame, text(words), frame, text(words)]) == frame + frame)
    }

    @Test("Lines between frames of one payload are taken out") func mixed() {
        let status = text("{\"status\":1}")
        let debug = text("Debug: sent\n")
        #expect(bytes([debug + frame]) == frame)
        #expect(bytes([status + frame]) == frame)
        #expect(bytes([frame + status]) == frame)
        #expect(
            bytes([frame + debug + frame + status + text("\r\n") + longFrame + debug]).filter {
                $0 != 0x0D && $0 != 0x0A
            }
                == (frame + frame + longFrame).filter { $0 != 0x0D && $0 != 0x0A }
        )
    }

    @Test("A frame that comes in pieces is put together, wherever it is cut", arguments: 1...40)
    func pieces(size: Int) {
        // Without the last line's end, which nobody waits for.
        for whole in [frame + frame, longFrame + longFrame, telegram + telegram.dropLast(2)] {
            let pieces = stride(from: 0, to: whole.count, by: size).map {
                Array(whole[$0..<min($0 + size, whole.count)])
            }
            #expect(bytes(pieces) == whole)
        }
    }

    @Test("Status between the pieces of a frame is taken out of it") func inside() {
        let status = text("{\"status\":{\"rssi\":-61}}")
        let pieces = [Array(frame.prefix(20)), status, Array(frame.dropFirst(20)), status]
        #expect(bytes(pieces) == frame)
    }

    @Test("Hex text of frames is read, in any spelling") func hex() {
        let digits = frame.map { String(format: "%02X", $0) }
        #expect(bytes([text(digits.joined())]) == frame)
        #expect(bytes([text(digits.joined().lowercased() + "\n")]) == frame)
        #expect(bytes([text(digits.joined(separator: " "))]) == frame)
        #expect(bytes([text(digits.joined() + "\r\n" + digits.joined())]) == frame + frame)
        let telegramDigits = telegram.map { String(format: "%02x", $0) }.joined()
        #expect(bytes([text(telegramDigits)]) == telegram)
        // An odd digit, and something that is none.
        #expect(bytes([text(digits.joined() + "7")]) == [])
        #expect(bytes([text(digits.joined() + "G")]) == [])
        // Digits that begin as no frame does.
        #expect(bytes([text(String(digits.joined().dropFirst(2)))]) == [])
    }

    @Test("What is larger than any frame is not looked at") func tooLarge() {
        let large = [UInt8](repeating: 0x7E, count: FramePayload.mostBytes)
        #expect(bytes([large]).count == large.count)
        #expect(bytes([large + [0x7E]]) == [])
        #expect(bytes([[]]) == [])
    }
}
