import DLMS
import Foundation

/// What `decode` prints for a person: a line for the message and one for each register.
struct RegisterTable: CustomStringConvertible {
    var report: DecodeReport
    var message: DecodedMessage

    var description: String {
        var lines = [heading]
        for register in message.registers {
            guard case .number(let number, let unit) = register.content else { continue }
            let code = register.code.description.padding(toLength: 12, withPad: " ", startingAt: 0)
            let name = Self.name(register.code).padding(toLength: 32, withPad: " ", startingAt: 0)
            let text = number.description
            let value = String(repeating: " ", count: max(0, 12 - text.count)) + text
            lines.append("    \(code)  \(name)\(value) \(unit)")
        }
        return lines.joined(separator: "\n")
    }

    private var heading: String {
        let meter = report.meter
        // A telegram without a number goes by its first line, which is its model too.
        let id = meter?.id == meter?.model ? nil : meter?.id
        let who = [meter?.make, meter?.model, id, meter?.list.map { "(\($0))" }].compactMap { $0 }
        let place = report.file.map { "\($0) at \(report.offset)" } ?? "at \(report.offset)"
        let clock = report.clock.map { ", clock \($0)" } ?? ""
        return "\(place): \(who.joined(separator: " "))\(clock)"
    }

    /// What a register holds, in words.
    private static func name(_ code: OBISCode) -> String {
        let quantities: [UInt8: String] = [
            1: "active import", 2: "active export", 3: "reactive import", 4: "reactive export",
            5: "reactive, quadrant I", 6: "reactive, quadrant II", 7: "reactive, quadrant III",
            8: "reactive, quadrant IV",
            31: "current L1", 51: "current L2", 71: "current L3",
            32: "voltage L1", 52: "voltage L2", 72: "voltage L3",
        ]
        let phases: [UInt8: String] = [20: "L1", 40: "L2", 60: "L3"]
        let kind = code.d == 8 ? "energy, " : ""
        let tariff = code.e == 0 ? "" : ", tariff \(code.e)"
        if let name = quantities[code.c] { return kind + name + tariff }
        for (base, phase) in phases where code.c > base && code.c <= base + 4 {
            return "\(kind)\(quantities[code.c - base] ?? "") \(phase)"
        }
        return ""
    }
}
