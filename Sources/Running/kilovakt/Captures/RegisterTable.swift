import DLMS
import Foundation

/// The text that `decode` prints for a person: a line for the message and one for each register.
struct RegisterTable: CustomStringConvertible {
    var report: DecodeReport
    var message: DecodedMessage

    var description: String {
        var lines = [heading]
        for register in message.registers {
            guard case .number(let number, let unit) = register.content else { continue }
            let code = register.code.description.padding(toLength: 12, withPad: " ", startingAt: 0)
            let name = RegisterName(register.code).text.padding(toLength: 40, withPad: " ", startingAt: 0)
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
}
