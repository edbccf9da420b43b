public import LocalTime

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

/// Reads rows by a heading.
private struct RowReader {
    let heading: ElhubHeading
    let directionOfName: ElhubDirection?
    let calendar: LocalCalendar
    var otherSeries: [String: Int] = [:]
    /// Names of series that were read before: a file has one or two.
    private var known: [String: ElhubSeries] = [:]

    init(heading: ElhubHeading, directionOfName: ElhubDirection?, calendar: LocalCalendar) {
        self.heading = heading
        self.directionOfName = directionOfName
        self.calendar = calendar
    }

    /// - Returns: `nil` for a row of another series.
    mutating func row(_ bytes: ArraySlice<UInt8>, line: Int) throws(ElhubProblem.Reason) -> ElhubRow? {
        let fields = try heading.arrange(RowFields.split(bytes, by: heading.separator))
        guard let (direction, named) = series(fields) else { return nil }
        guard let from = ElhubTime(fields[heading.from]) else { throw .time(fields[heading.from]) }
        guard let to = ElhubTime(fields[heading.to]) else { throw .time(fields[heading.to]) }
        let texts = (from: fields[heading.from], to: fields[heading.to])
        guard let resolution = named ?? ElhubRow.resolution(from: from, to: to, calendar) else {
            throw .end(from: texts.from, to: texts.to)
        }
        if let unit = field(heading.unit, fields), unit.lowercased() != "kwh" { throw .unit(unit) }
        let energy = try KilowattHours(parsing: fields[heading.value], over: resolution)
        return ElhubRow(
            line: line,
            from: from,
            to: to,
            fromText: texts.from,
            toText: texts.to,
            direction: direction,
            resolution: resolution,
            wattHours: energy.wattHours,
            quality: field(heading.quality, fields).flatMap { ElhubQuality($0) },
            registered: try registered(fields)
        )
    }

    private func field(_ index: Int?, _ fields: [String]) -> String? { index.map { fields[$0] } }

    private mutating func series(_ fields: [String]) -> (ElhubDirection, ElhubResolution?)? {
        guard let name = field(heading.name, fields) else {
            let direction = heading.series?.direction ?? directionOfName
            return direction.map { ($0, heading.series?.resolution) }
        }
        if let series = known[name] { return (series.direction, series.resolution) }
        guard let series = ElhubSeries(name) else {
            // A damaged file may have as many names as rows.
            if otherSeries[name] != nil || otherSeries.count < 20 { otherSeries[name, default: 0] += 1 }
            return nil
        }
        known[name] = series
        return (series.direction, series.resolution)
    }

    private func registered(_ fields: [String]) throws(ElhubProblem.Reason) -> Instant? {
        guard let text = field(heading.registered, fields), !text.isEmpty else { return nil }
        guard let time = ElhubTime(text) else { throw .time(text) }
        // In the hour that comes twice the earlier: it only tells corrections apart, which come days later.
        return time.instants(in: calendar).first
    }
}
