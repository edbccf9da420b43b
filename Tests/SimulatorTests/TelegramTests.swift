import Foundation
import Simulator
import TestSupport
import Testing

@Suite("A simulated P1 telegram")
struct TelegramTests {
    struct Case: Sendable {
        var model: SimulatedModel
        var identification: String
        var hasCheck = true
        /// A real telegram with the same lines in the same order, digits apart.
        var real: String?
    }

    static let cases = [
        Case(model: .p1Kaifa, identification: "/KFM5KAIFA-METER"),
        Case(model: .p1Kamstrup, identification: "/KAM5", real: "captures/real/other/kamstrup-p1.txt"),
        Case(
            model: .p1LandisGyr,
            identification: "/LGF5E360",
            real: "captures/real/other/landisgyr-se-p1.txt"
        ),
        Case(
            model: .p1NES,
            identification: "/NES5:83335-3E",
            hasCheck: false,
            real: "captures/real/other/nes-dk-p1.hex"
        ),
    ]

    /// CRC-16/ARC by its table of 16, apart from the code under test.
    private static func check(_ bytes: some Sequence<UInt8>) -> UInt16 {
        let table: [UInt16] = [
            0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
            0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
        ]
        return bytes.reduce(0) { register, byte in
            let low = register >> 4 ^ table[Int((register ^ UInt16(byte)) & 15)]
            return low >> 4 ^ table[Int((low ^ UInt16(byte >> 4)) & 15)]
        }
    }

    /// The telegram up to and with `!`, and what stands behind.
    private static func parts(_ bytes: [UInt8]) throws -> (body: [UInt8], check: String) {
        let end = try #require(bytes.firstIndex(of: UInt8(ascii: "!"))) + 1
        return (Array(bytes[..<end]), String(decoding: bytes[end...], as: UTF8.self))
    }

    /// Its lines, with each digit of a value as `#`; of the clock also whether it is winter.
    private static func lines(_ bytes: [UInt8]) throws -> [String] {
        let text = String(decoding: try parts(bytes).body, as: UTF8.self)
        return text.components(separatedBy: "\r\n").map { line in
            let code = line.prefix { $0 != "(" }
            let value = line.dropFirst(code.count).map { $0.isNumber ? "#" : $0 }
            return code + String(value).replacing("W)", with: code == "0-0:1.0.0" ? "S)" : "W)")
        }
    }

    @Test("Its check is right, or not there", arguments: cases)
    func check(expected: Case) throws {
        let bytes = try Simulated.message(expected.model).bytes
        let (body, check) = try Self.parts(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix(expected.identification + "\r\n\r\n0-0:1.0.0("))
        if expected.hasCheck {
            #expect(check == String(format: "%04X\r\n", Int(Self.check(body))))
        } else {
            #expect(check == "\r\n")
        }
    }

    @Test(
        "It has the lines of the real one, as wide, and the same check",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: cases.filter { $0.real != nil }
    )
    func real(expected: Case) throws {
        let file = try #require(expected.real)
        let isHex = file.hasSuffix(".hex")
        let real =
            isHex ? try Shared.hex(file) : Array(try Data(contentsOf: Shared.root.appending(path: file)))
        #expect(try Self.lines(try Simulated.message(expected.model).bytes) == Self.lines(real))
        let (body, check) = try Self.parts(real)
        #expect(check == String(format: "%04X\r\n", Int(Self.check(body))))
    }

    @Test("Its lines say its truth", arguments: cases)
    func truth(expected: Case) throws {
        let message = try Simulated.message(expected.model)
        let text = String(decoding: message.bytes, as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n").filter { $0.hasSuffix(")") }
        var found: [String: String] = [:]
        for line in lines {
            let parts = line.dropLast().split(separator: "(")
            found[String(parts[0])] = String(parts[1])
        }
        #expect(found.removeValue(forKey: "0-0:1.0.0") != nil)
        #expect(found.count == message.truth.registers.count)
        for (code, value) in message.truth.registers {
            switch value {
            case .text(let text): #expect(found[code] == text)
            case .number(let thousandths, let unit):
                let parts = try #require(found[code]).split(separator: "*")
                let units = ["kW": "W", "kVAr": "var", "kWh": "Wh", "kVArh": "varh", "V": "V", "A": "A"]
                let scale = parts[1].hasPrefix("k") ? 1_000_000.0 : 1_000
                #expect(units[String(parts[1])] == unit)
                #expect(Int((try #require(Double(parts[0])) * scale).rounded()) == thousandths)
            }
        }
    }

    @Test("Its clock is the local one, and says which half of the year where it is short")
    func clock() throws {
        let winter = try Simulated.message(.p1Kamstrup)
        let summer = try Simulated.message(.p1Kamstrup, from: Simulated.summer)
        #expect(String(decoding: winter.bytes, as: UTF8.self).contains("0-0:1.0.0(260115075950W)"))
        #expect(winter.truth.clock == "2026-01-15T07:59:50")
        #expect(String(decoding: summer.bytes, as: UTF8.self).contains("0-0:1.0.0(260715085950S)"))
        #expect(summer.truth.clock == "2026-07-15T08:59:50")
        let long = String(decoding: try Simulated.message(.p1NES).bytes, as: UTF8.self)
        #expect(long.contains("0-0:1.0.0(20260115 07:59:50)"))
    }
}
