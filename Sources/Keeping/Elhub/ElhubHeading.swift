import TextRows

/// A series of a metering point, by its name: `KWH 60 Forbruk`.
struct ElhubSeries: Equatable {
    var direction: ElhubDirection
    /// `nil` when the name holds no number.
    var resolution: ElhubResolution?

    /// - Returns: `nil` for a name of something else: reactive energy, a meter's reading.
    init?(_ name: String) {
        let words = name.lowercased().split(separator: " ")
        if words.contains("forbruk") || words.contains("consumption") {
            direction = .consumption
        } else if words.contains("produksjon") || words.contains("production") {
            direction = .production
        } else {
            return nil
        }
        let rest = words.filter {
            !["kwh", "forbruk", "consumption", "produksjon", "production"].contains($0)
        }
        switch rest {
        case []: resolution = nil
        case ["60"]: resolution = .hour
        case ["15"]: resolution = .quarter
        default: return nil
        }
    }
}

/// The first line: which field is what.
///
/// The files that are known, from users' programs and, for 2026, a committed file:
///
/// - 2026: `Fra;Til;Målenavn;Volum;Enhet;Kvalitet;Registreringstidspunkt`, consumption and production told apart in each row
///   where a file has both.
/// - 2024 and 2025: `;`, `dd.MM.yyyy HH:mm`, decimal comma, named `Måleverdier_…_CONSUMPTION_2024-01.csv`
///   (https://github.com/helgeu/norgespris, PowerPrices.fsx, takes the first three fields as from, to and kWh).
/// - 2020 to 2023: `Fra,Til,KWH 60 Forbruk,Kvalitet` with the decimal comma in quotation marks or bare, or `;` with a point.
struct ElhubHeading {
    let separator: UInt8
    let count: Int
    let from: Int
    let to: Int
    let value: Int
    /// What the value's own column says.
    let series: ElhubSeries?
    /// Where each row names its series.
    let name: Int?
    let unit: Int?
    let quality: Int?
    let registered: Int?

    init?(_ row: ArraySlice<UInt8>) {
        let separator = UInt8(ascii: row.contains(UInt8(ascii: ";")) ? ";" : ",")
        guard var names = try? RowFields.split(row, by: separator).map({ $0.lowercased() }) else {
            return nil
        }
        while names.last == "" { names.removeLast() }
        guard let from = names.firstIndex(of: "fra"), let to = names.firstIndex(of: "til") else { return nil }
        let values = names.indices.filter { names[$0] == "volum" || ElhubSeries(names[$0]) != nil }
        guard values.count == 1 else { return nil }
        self.separator = separator
        self.from = from
        self.to = to
        count = names.count
        value = values[0]
        series = ElhubSeries(names[value])
        name = names.firstIndex(of: "målenavn")
        unit = names.firstIndex(of: "enhet")
        quality = names.firstIndex(of: "kvalitet")
        registered = names.firstIndex(of: "registreringstidspunkt")
    }

    /// Puts a row in the heading's form: a bare decimal comma makes two fields of one where fields are separated by commas, and
    /// a separator at the end makes an empty one.
    func arrange(_ fields: [String]) throws(ElhubProblem.Reason) -> [String] {
        var fields = fields
        if separator == UInt8(ascii: ","), fields.count > count, value + 1 < fields.count,
            isDigits(fields[value]), isDigits(fields[value + 1])
        {
            fields[value] += "," + fields.remove(at: value + 1)
        }
        while fields.count > count, fields.last == "" { fields.removeLast() }
        guard fields.count == count else { throw .fieldCount(found: fields.count, expected: count) }
        return fields
    }

    private func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.drop { $0 == UInt8(ascii: "-") }.allSatisfy { (0x30...0x39).contains($0) }
    }
}
