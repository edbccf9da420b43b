import Civil
import Elhub
import History
import Settings

/// What the files of one import say, by the hour.
struct Incoming {
    var hours: [IncomingHour] = []
    /// What could not be taken, with file and line.
    var problems: [ImportProblem] = []
    /// How much that is; more than are listed.
    var problemCount = 0
    /// What a person should know of how the files were read.
    var notes: [String] = []
    var files: [String] = []
}

/// An hour of the files, in the directions that they tell of.
struct IncomingHour {
    /// `measured` is set where it may fill a hole and no more.
    var record: HourRecord
    /// The hour's four quarters in Wh, where the files have them.
    var importQuarters: [Int]?
    var exportQuarters: [Int]?
}

/// A row that was not taken.
struct ImportProblem: Encodable, CustomStringConvertible {
    var file: String
    var line: Int
    var reason: String

    var description: String { "\(file):\(line): \(reason)" }
}

extension Incoming {
    /// Reads files of Elhub's.
    init(elhub paths: [String], calendar: LocalCalendar) throws {
        let read = try paths.map { path in
            try ElhubFile(FileBytes.read(path), name: path, calendar: calendar)
        }
        let settlement = try ElhubSettlement(read)
        files = paths
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
