import DLMS

/// One register of a list: its code, and what it says.
///
/// A list is written from its items and `Truth` tells of the same items, so both hold the same registers; that the bytes
/// are those of a real meter is for the tests to hold against real captures.
struct ListItem: Sendable {
    enum Content: Sendable {
        case text(String)
        /// `raw × 10^scaler` of the unit; no unit is a count, such as a power factor.
        case number(Int, scaler: Int, unit: PhysicalUnit?)
    }

    var code: OBISCode
    var content: Content

    init(_ code: OBISCode, _ text: String) {
        self.code = code
        content = .text(text)
    }

    init(_ code: OBISCode, _ raw: Int, _ unit: PhysicalUnit?) {
        self.init(code, raw, 0, unit)
    }

    init(_ code: OBISCode, _ raw: Int, _ scaler: Int, _ unit: PhysicalUnit?) {
        self.code = code
        content = .number(raw, scaler: scaler, unit: unit)
    }

    /// True when it is a register of L2 or L3.
    var isOfLaterPhase: Bool { code.a == 1 && code.c > 40 && code.c < 80 && code.d == 7 }

    /// What a decoder has to make of it; `nil` for a count, which is no register of any unit.
    var truth: TruthValue? {
        switch content {
        case .text(let text): .text(text)
        case .number(_, _, nil): nil
        case .number(let raw, let scaler, let unit?):
            .number(thousandths: raw * tenToThe(scaler + 3), unit: unit.symbol)
        }
    }
}

/// - Parameter exponent: 0 or more.
func tenToThe(_ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
}
