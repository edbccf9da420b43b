import Foundation
import Meters
import Simulator

extension DecodeReport {
    /// What a simulated message says, in the shape in which `decode` prints it.
    init(_ truth: Truth, offset: Int) {
        var values: [String: Value] = [:]
        for (code, value) in truth.registers {
            switch value {
            case .text(let text): values[code] = .text(text)
            case .number(let thousandths, let unit):
                values[code] = .number(Decimal(thousandths) / 1_000, unit: unit)
            }
        }
        self.init(error: "", offset: offset, file: nil)
        error = nil
        meter = Meter(
            make: truth.sender.make.rawValue,
            id: truth.sender.id,
            model: truth.sender.model,
            list: truth.sender.list
        )
        clock = truth.clock
        registers = values
    }
}
