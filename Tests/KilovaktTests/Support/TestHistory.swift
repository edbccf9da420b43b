import Civil
import Foundation
import History
import Ledger
import Meters
import TestSupport

/// A history, and the program run on it.
struct TestHistory {
    let folder: URL
    static let meter = MeterIdentity(
        make: .kamstrup,
        id: "5706567202753025",
        model: "6841",
        list: "Kamstrup_V0001"
    )

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    var path: String { folder.appending(path: "k.db").path }

    /// Writes measured hours, as the daemon does.
    func measure(_ hours: [Hour], of meter: MeterIdentity = Self.meter) throws {
        try HistoryStore(path: path).save(hours: hours, of: meter, state: nil, source: "test")
    }

    /// Writes a file, and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Runs a command on the history.
    @discardableResult
    func run(_ arguments: String...) async throws -> (code: Int32, lines: [String]) {
        try await RunningProgram.run(Checkout.program, arguments + ["--database", path])
    }

    /// Runs an import, and gives its report.
    func report(_ arguments: String...) async throws -> JSON {
        let result = try await RunningProgram.run(
            Checkout.program,
            arguments + ["--json", "--database", path]
        )
        return try JSON(result.lines.joined(separator: "\n"))
    }

    /// Every byte of it, with its log.
    func bytes() -> [Data?] {
        ["", "-wal"].map { FileManager.default.contents(atPath: path + $0) }
    }
}

extension JSON {
    /// What lies at this way into it: `hours.new`.
    subscript(path path: String) -> JSON? {
        path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }
}

/// A file as Elhub wrote it in 2026: rows of consumption or production, by their UTC start.
func elhub2026(
    _ rows: [(start: Instant, wattHours: Int)],
    name: String = "KWH 60 Forbruk",
    registered: String? = nil
)
    -> String
{
    let lines = rows.map { row in
        let kilowattHours = "\(row.wattHours / 1_000),\(String(row.wattHours % 1_000 + 1_000).dropFirst())"
        let registered = registered ?? isoLocal(row.start.adding(seconds: 86_400))
        return
            "\(isoLocal(row.start));\(isoLocal(row.start.adding(seconds: 3_600)));\(name);\(kilowattHours);kWh;Målt;"
            + "\(registered)\n"
    }
    return "\u{FEFF}Fra;Til;Målenavn;Volum;Enhet;Kvalitet;Registreringstidspunkt\n" + lines.joined()
}

/// `2026-04-01T00:00:00+02:00`
private func isoLocal(_ instant: Instant) -> String {
    let local = LocalCalendar.oslo.dateTime(of: instant)
    return "\(local.day)T\(local.clockText):00+0\(local.offsetSeconds / 3_600):00"
}
