public import Civil
import TextRows

/// A file from minside.elhub.no, read: what is right in it, and what is not.
///
/// Which of Elhub's formats it is, its content tells; see `ElhubHeading`.
public struct ElhubFile: Sendable {
    public let name: String
    /// In the order of the rows, but that those of the hour that autumn has twice come last.
    public private(set) var values: [ElhubValue] = []
    /// The first thousand of what is wrong, by line.
    public private(set) var problems: [ElhubProblem] = []
    /// How much is wrong.
    public private(set) var problemCount = 0
    /// Rows of series that are no energy in kWh, by the series' name: passed over.
    public private(set) var otherSeries: [String: Int] = [:]
    /// Set where nothing but the file's name said which way the energy went.
    public private(set) var directionOfName: ElhubDirection?

    /// Ten years of quarters in both directions are 75 MB.
    static let mostBytes = 80_000_000
    private static let mostProblems = 1_000

    /// - Parameters:
    ///   - name: as it is called in what is said of it. A last hint for the direction, where the content has none.
    ///   - calendar: the zone of its local times.
    /// - Throws: `ElhubError` for a file that is none of Elhub's.
    public init(_ bytes: [UInt8], name: String, calendar: LocalCalendar) throws(ElhubError) {
        self.name = name
        guard bytes.count <= Self.mostBytes else {
            throw ElhubError(kind: .tooLarge(bytes: bytes.count), file: name)
        }
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw ElhubError(kind: .utf16, file: name)
        }
        var rows = TextRows(bytes)
        guard let first = rows.nextRow() else { throw ElhubError(kind: .empty, file: name) }
        guard let heading = ElhubHeading(first) else {
            let shown = RowFields.text(first.prefix(80).filter { $0 >= 0x20 })
            throw ElhubError(kind: .otherHeading(shown), file: name)
        }
        if heading.series == nil, heading.name == nil {
            guard let direction = Self.direction(ofName: name) else {
                throw ElhubError(kind: .noDirection, file: name)
            }
            directionOfName = direction
        }
        read(&rows, heading, calendar)
    }

    private mutating func read(_ rows: inout TextRows, _ heading: ElhubHeading, _ calendar: LocalCalendar) {
        var reader = RowReader(heading: heading, directionOfName: directionOfName, calendar: calendar)
        var order = LocalOrder(calendar)
        while let bytes = rows.nextRow() {
            do throws(ElhubProblem.Reason) {
                guard let row = try reader.row(bytes, line: rows.line) else { continue }
                if let start = try order.start(of: row) { values.append(row.value(at: start)) }
            } catch {
                complain(error, at: rows.line)
            }
        }
        for (row, start) in order.settled().sorted(by: { $0.row.line < $1.row.line }) {
            if let start {
                values.append(row.value(at: start))
            } else {
                complain(.ambiguousTime(row.fromText), at: row.line)
            }
        }
        problems.sort { $0.line < $1.line }
        otherSeries = reader.otherSeries
    }

    private mutating func complain(_ reason: ElhubProblem.Reason, at line: Int) {
        problemCount += 1
        if problems.count < Self.mostProblems {
            problems.append(ElhubProblem(file: name, line: line, reason: reason))
        }
    }

    // MARK: - Names

    private static func direction(ofName name: String) -> ElhubDirection? {
        let name = lastPart(name).lowercased()
        let isConsumption = name.contains("consumption") || name.contains("forbruk")
        let isProduction = name.contains("production") || name.contains("produksjon")
        guard isConsumption != isProduction else { return nil }
        return isConsumption ? .consumption : .production
    }

    /// The metering point's number in the file's name, 18 digits: Elhub writes it there and nowhere else.
    public var meteringPoint: String? {
        let runs = Self.lastPart(name).split { !("0"..."9").contains($0) }
        return runs.first { $0.count == 18 }.map(String.init)
    }

    private static func lastPart(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
