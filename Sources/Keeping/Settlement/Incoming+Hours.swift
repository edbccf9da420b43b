import Civil
import History
import Ledger
import TextRows

extension Incoming {
    /// Reads files as `export hours --csv` writes them.
    ///
    /// - Throws: `NotHoursError` for a file with another heading.
    package init(hours incoming: [IncomingFile]) throws(NotHoursError) {
        files = incoming.map(\.name)
        var found: [Instant: (hour: Hour, place: ImportProblem)] = [:]
        for file in incoming {
            try read(file) { hour, line in
                let place = ImportProblem(file: file.name, line: line, reason: "")
                if let known = found[hour.start], known.hour != hour {
                    return "says something else of \(hour.start) than \(known.place.file):\(known.place.line)"
                }
                found[hour.start] = (hour, place)
                return nil
            }
        }
        hours = found.values.map { IncomingHour($0.hour) }.sorted { $0.record.start < $1.record.start }
    }

    private static let columns = ["start", "import_wh", "export_wh", "quality"]
    private static let mostProblems = 1_000

    /// - Parameter refuse: the reason not to take an hour; `nil` takes it.
    private mutating func read(
        _ file: IncomingFile,
        refuse: (Hour, _ line: Int) -> String?
    ) throws(NotHoursError) {
        var rows = TextRows(file.bytes)
        let heading = try? rows.nextRow().map { row throws(RowError) in
            try RowFields.split(row, by: UInt8(ascii: ","))
        }
        guard let heading, Array(heading.prefix(4)) == Self.columns else {
            throw NotHoursError(file: file.name, columns: Self.columns)
        }
        while let row = rows.nextRow() {
            do throws(RowProblem) {
                let hour = try Self.hour(row, fieldCount: heading.count)
                if let reason = refuse(hour, rows.line) { throw RowProblem(reason: reason) }
            } catch {
                problemCount += 1
                guard problems.count < Self.mostProblems else { continue }
                problems.append(ImportProblem(file: file.name, line: rows.line, reason: error.reason))
            }
        }
    }

    /// This century: no meter sent hours before.
    private static let years = Instant(unixSeconds: 946_684_800)..<Instant(unixSeconds: 4_102_444_800)

    private struct RowProblem: Error {
        package var reason: String
    }

    private static func hour(_ row: ArraySlice<UInt8>, fieldCount: Int) throws(RowProblem) -> Hour {
        var fields: [String] = []
        do throws(RowError) {
            fields = try RowFields.split(row, by: UInt8(ascii: ","))
        } catch {
            throw RowProblem(reason: error.description)
        }
        guard fields.count == fieldCount else {
            throw RowProblem(reason: "\(fields.count) fields where the heading has \(fieldCount)")
        }
        guard let start = Instant(parsing: fields[0]), start == start.hourStart, years.contains(start) else {
            throw RowProblem(
                reason: "\"\(fields[0])\" is not the start of an hour, such as 2026-01-15T07:00:00Z"
            )
        }
        guard let quality = HourQuality(rawValue: fields[3]) else {
            let known = HourQuality.allCases.map(\.rawValue).joined(separator: ", ")
            throw RowProblem(reason: "\"\(fields[3])\" is no quality; there is \(known)")
        }
        return Hour(
            start: start,
            importWh: try wattHours(fields[1]),
            exportWh: try wattHours(fields[2]),
            quality: quality
        )
    }

    private static func wattHours(_ text: String) throws(RowProblem) -> Int {
        // More than a home draws in a thousand hours is no hour's; and sums of many stay far from overflow.
        guard let number = Int(text), (0...100_000_000).contains(number) else {
            throw RowProblem(reason: "\"\(text)\" is not a whole number of Wh of an hour")
        }
        return number
    }
}

extension IncomingHour {
    /// An hour that was settled counts, any other fills a hole.
    fileprivate init(_ hour: Hour) {
        record = HourRecord(start: hour.start)
        if let origin = SettledOrigin(hour.quality) {
            record.settledImport = SettledEnergy(wattHours: hour.importWh, origin: origin)
            record.settledExport = SettledEnergy(wattHours: hour.exportWh, origin: origin)
        } else {
            record.measured = hour
        }
    }
}

/// A file that `import hours` cannot take.
package struct NotHoursError: Error, Sendable, CustomStringConvertible {
    package var file: String
    package var columns: [String]

    package var description: String {
        "\(file): not hours: the first line has to begin with \(columns.joined(separator: ",")), as "
            + "`kilovakt export hours --csv` writes it"
    }
}
