import DLMS
import Foundation
import Meters

/// A message with every register as the meter sent it: exact decimals, texts, its clock.
struct DecodedMessage: RegisterSink {
    /// One register and what it holds.
    struct Register {
        var code: OBISCode
        var content: Content
    }

    enum Content: Equatable {
        case number(Decimal, unit: String)
        case text(String)
    }

    private(set) var registers: [Register] = []
    private(set) var clock: String?

    mutating func take(_ code: OBISCode, text: RawSpan) {
        registers.append(Register(code: code, content: .text(String(text))))
    }

    mutating func take(_ code: OBISCode, value: Int64, scaler: Int, unit: PhysicalUnit) {
        let sign: FloatingPointSign = value < 0 ? .minus : .plus
        let number = Decimal(sign: sign, exponent: scaler, significand: Decimal(value.magnitude))
        registers.append(Register(code: code, content: .number(number, unit: unit.symbol)))
    }

    mutating func take(clock: COSEMDateTime) {
        self.clock = clock.description
    }

    /// The text that the list gives for one of these codes.
    private func text(_ quantities: Set<UInt32>) -> String? {
        for register in registers where quantities.contains(register.code.quantity) {
            if case .text(let text) = register.content { return text }
        }
        return nil
    }

    var id: String? { text([0x60_01_00, 0x00_00_05]) }
    var model: String? { text([0x60_01_07, 0x60_01_01]) }
    var list: String? { text([0x00_02_81]) }
}
