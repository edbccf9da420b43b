import DLMS

/// Self-described items: each names its register, scaler and unit (Aidon; Kaifa in Austria).
extension ValueWriter {
    /// `02 03 code value 02 02 0F scaler 16 unit` for a number, `02 02 code text` for a text.
    ///
    /// - Parameters:
    ///   - ampereWidth: of currents; voltages are long-unsigned, the rest is double-long-unsigned.
    ///   - text: how this make writes a text.
    mutating func described(
        _ items: [ListItem],
        ampereWidth: Width,
        text: (inout ValueWriter, String) -> Void
    ) {
        for item in items {
            switch item.content {
            case .text(let content):
                structure(2)
                obis(item.code)
                text(&self, content)
            case .number(let raw, _, let unit):
                structure(3)
                obis(item.code)
                integer(raw, Self.width(of: unit, ampere: ampereWidth))
                scaler(of: item)
            }
        }
    }

    /// As wide as these meters write a value of the unit.
    static func width(of unit: PhysicalUnit?, ampere: Width) -> Width {
        switch unit {
        case .ampere: ampere
        case .volt, nil: .longUnsigned
        default: .doubleLongUnsigned
        }
    }
}
