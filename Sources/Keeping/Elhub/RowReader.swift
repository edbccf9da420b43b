import Civil
import TextRows

/// Reads rows by a heading.
struct RowReader {
    let heading: ElhubHeading
    let directionOfName: ElhubDirection?
    let calendar: LocalCalendar
    private(set) var otherSeries: [String: Int] = [:]
    /// Names of series that were read before: a file has one or two.
    private var known: [String: ElhubSeries] = [:]

    init(heading: ElhubHeading, directionOfName: ElhubDirection?, calendar: LocalCalendar) {
        self.heading = heading
        self.directionOfName = directionOfName
        self.calendar = calendar
    }

    /// - Returns: `nil` for a row of another series.
    mutating func row(_ bytes: ArraySlice<UInt8>, line: Int) throws(ElhubProblem.Reason) -> ElhubRow? {
        let fields = try heading.arrange(split(bytes))
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

    private func split(_ bytes: ArraySlice<UInt8>) throws(ElhubProblem.Reason) -> [String] {
        do throws(RowError) {
            return try RowFields.split(bytes, by: heading.separator)
        } catch {
            throw .row(error)
        }
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
