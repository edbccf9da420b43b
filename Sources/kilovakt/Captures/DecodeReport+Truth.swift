import Foundation
import Meters
import Simulator

extension DecodeReport {
    /// What a simulated message says, in the shape in which `decode` prints it.
    init(_ truth: Truth, _ make: Make, offset: Int) {
        var values: [String: Value] = [:]
        for (code, value) in truth.registers {
            switch value {
            case .text(let text): values[code] = .text(text)
            case .number(let thousandths, let unit):
                values[code] = .number(Decimal(thousandths) / 1_000, unit: unit)
            }
        }
        func text(_ codes: [String]) -> String? {
            for code in codes { if case .text(let text)? = values[code] { return text } }
            return nil
        }
        self.init(error: "", offset: offset, file: nil)
        error = nil
        meter = Meter(
            make: make.rawValue,
            id: text(["0-0:96.1.0", "1-1:0.0.5"]),
            model: text(["0-0:96.1.7", "1-1:96.1.1"]),
            list: text(["1-1:0.2.129"])
        )
        clock = truth.clock
        registers = values
    }
}
