package import Civil
import Elhub
package import History

/// The hours that the files of one import give, and the rows of them that could not be read.
package struct Incoming {
    package var hours: [IncomingHour] = []
    /// The first thousand rows that were not taken, with file and line.
    package var problems: [ImportProblem] = []
    /// The number of rows that were not taken.
    package var problemCount = 0
    /// Remarks on how the files were read, for a person.
    package var notes: [String] = []
    package var files: [String] = []
}

/// A file that somebody gave to an import.
package struct IncomingFile {
    /// The path as it was given, for messages.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// An hour of the files, in the directions that they have.
package struct IncomingHour {
    /// `measured` is set where it may fill a hole and no more.
    package var record: HourRecord
    /// The hour's four quarters in Wh, where the files have them.
    package var importQuarters: [Int]?
    package var exportQuarters: [Int]?
}

/// A row that was not taken.
package struct ImportProblem: Encodable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var reason: String

    package var description: String { "\(file):\(line): \(reason)" }
}

extension Incoming {
    /// Reads files of Elhub's.
    ///
    /// - Parameter calendar: the zone of their local times.
    /// - Throws: `ElhubError` for a file that is not Elhub's, or files that do not belong together.
    package init(elhub incoming: [IncomingFile], calendar: LocalCalendar) throws {
        let read = try incoming.map { file in
            try ElhubFile(file.bytes, name: file.name, calendar: calendar)
        }
        let settlement = try ElhubSettlement(read)
        files = incoming.map(\.name)
        let problems = read.flatMap(\.problems) + settlement.problems
        self.problems = problems.map {
            ImportProblem(file: $0.file, line: $0.line, reason: $0.reason.description)
        }
        problemCount = read.reduce(settlement.problems.count) { $0 + $1.problemCount }
        notes = read.flatMap(Self.notes)
        hours = Self.hours(settlement)
    }

    private static func notes(_ file: ElhubFile) -> [String] {
        var notes: [String] = []
        if let direction = file.directionOfName {
            notes.append(
                "\(file.name): taken for \(direction.rawValue) by its name alone; nothing in the file says it"
            )
        }
        for (series, count) in file.otherSeries.sorted(by: { $0.key < $1.key }) {
            notes.append("\(file.name): \(count) rows of \"\(series)\" passed over: no energy in kWh")
        }
        return notes
    }

    /// The two directions of an hour together, in order.
    private static func hours(_ settlement: ElhubSettlement) -> [IncomingHour] {
        var hours: [Instant: IncomingHour] = [:]
        for hour in settlement.hours {
            var incoming = hours[hour.start] ?? IncomingHour(record: HourRecord(start: hour.start))
            let origin = SettledOrigin.imported(
                quality: hour.quality?.description,
                registered: hour.registered
            )
            let energy = SettledEnergy(wattHours: hour.wattHours, origin: origin)
            switch hour.direction {
            case .consumption:
                incoming.record.settledImport = energy
                incoming.importQuarters = hour.quarters
            case .production:
                incoming.record.settledExport = energy
                incoming.exportQuarters = hour.quarters
            }
            hours[hour.start] = incoming
        }
        return hours.values.sorted { $0.record.start < $1.record.start }
    }
}
