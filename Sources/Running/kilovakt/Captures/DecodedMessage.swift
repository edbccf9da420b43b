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
    /// The first line of a P1 telegram.
    private(set) var identification: String?
    /// What a list holds that nobody knows.
    private(set) var unknownList: ValueTree?

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

    mutating func take(identification: RawSpan) {
        self.identification = String(identification)
    }

    mutating func take(unknownList: borrowing ValueCursor) {
        self.unknownList = ValueTree(unknownList)
    }

    /// The text that the list gives for one of these codes.
    private func text(_ isMeant: (OBISCode) -> Bool) -> String? {
        for register in registers where isMeant(register.code) {
            if case .text(let text) = register.content { return text }
        }
        return nil
    }

    var id: String? { text(\.isMeterNumber) ?? text(\.isMeterName) ?? identification }
    var model: String? { text(\.isMeterModel) ?? identification }
    var list: String? { text { $0.quantity == 0x00_02_81 } ?? identification.map { _ in "P1" } }
}
