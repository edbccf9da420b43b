import Civil
import Elhub
import TestSupport

/// Rows in the shapes that are documented (see `ElhubHeading`); the numbers are made up.
enum Sample {
    static let heading2026 = "Fra;Til;Målenavn;Volum;Enhet;Kvalitet;Registreringstidspunkt\n"

    static func row2026(
        _ from: String,
        _ to: String,
        _ volume: String,
        name: String = "KWH 60 Forbruk",
        quality: String = "Målt",
        registered: String = "2026-04-02T12:47:05+02:00"
    ) -> String {
        "\(from);\(to);\(name);\(volume);kWh;\(quality);\(registered)\n"
    }

    static func file(_ text: String, name: String = "download.csv") throws -> ElhubFile {
        try ElhubFile(Array(text.utf8), name: name, calendar: .oslo)
    }
}

extension ElhubFile {
    /// `2026-03-31T22:00:00Z 2949`, for each value.
    var lines: [String] { values.map { "\($0.start) \($0.wattHours)" } }
    /// `2: …` for each row that is wrong.
    var complaints: [String] { problems.map { "\($0.line): \($0.reason)" } }
}
