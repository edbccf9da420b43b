public import TextRows

/// A row of a file that cannot be taken; the others can.
public struct ElhubProblem: Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// The line, from 1.
    public var line: Int
    public var reason: Reason

    public enum Reason: Error, Sendable, Hashable {
        /// The row cannot be split into fields.
        case row(RowError)
        case fieldCount(found: Int, expected: Int)
        /// Not a time of any of the formats.
        case time(String)
        /// A local time that spring leaves out.
        case noSuchTime(String)
        /// A local time that autumn has twice, and the file does not tell which of the two it is.
        case ambiguousTime(String)
        /// *Til* is not the end of the interval that begins at *Fra*.
        case end(from: String, to: String)
        /// Begins at no full hour, or at no full quarter.
        case offBoundary(String)
        /// Not a number of kWh with at most three decimals.
        case energy(String)
        case negative(String)
        /// More than a mean of 100 kW.
        case absurd(String)
        /// In another unit than kWh.
        case unit(String)
        /// The file, or another, says something else of the same interval: neither is taken.
        case contradiction(otherFile: String, otherLine: Int)
        /// Quarters of an hour, and not all four of them.
        case partOfHour(quarters: Int)
    }

    public var description: String { "\(file):\(line): \(reason)" }
}

extension ElhubProblem.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .row(let error): error.description
        case .fieldCount(let found, let expected): "\(found) fields where the heading has \(expected)"
        case .time(let text): "\"\(text)\" is not a time; 2026-04-01T00:00:00+02:00 or 01.04.2026 00:00 is"
        case .noSuchTime(let text): "there is no \(text): the clock goes forward then"
        case .ambiguousTime(let text):
            "\(text) comes twice when the clock goes back, and the rows do not tell which of the two this is"
        case .end(let from, let to): "from \(from) to \(to) is not one interval"
        case .offBoundary(let text): "\(text) is not the start of an hour or a quarter"
        case .energy(let text): "\"\(text)\" is not a number of kWh with at most three decimals"
        case .negative(let text): "\(text) kWh is negative"
        case .absurd(let text): "\(text) kWh is more than a home can draw"
        case .unit(let text): "the unit is \"\(text)\", not kWh"
        case .contradiction(let file, let line):
            "says something else of the same interval than \(file):\(line); neither is taken"
        case .partOfHour(let quarters): "of this hour the files have \(quarters) quarters of 4: left out"
        }
    }
}

/// A file that is none of Elhub's, or several that do not belong together.
public struct ElhubError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case empty
        case tooLarge(bytes: Int)
        /// Saved as UTF-16, as some spreadsheets do.
        case utf16
        /// The first line is no heading of Elhub's; holds its beginning.
        case otherHeading(String)
        /// Neither heading, rows nor name say whether it is consumption or production.
        case noDirection
        /// Their names hold the numbers of different metering points.
        case otherMeteringPoint(String, than: String)
    }

    public var kind: Kind
    public var file: String

    public var description: String {
        switch kind {
        case .empty: "\(file): the file is empty"
        case .tooLarge(let bytes):
            "\(file): \(bytes) bytes; a file of Elhub's has at most \(ElhubFile.mostBytes): import it in parts"
        case .utf16: "\(file): saved as UTF-16; take the CSV file as Elhub gives it"
        case .otherHeading(let heading):
            "\(file): not a file of Elhub's: the first line is \"\(heading)\"; expected columns Fra, Til and Volum "
                + "or KWH 60 Forbruk, separated by ; or ,"
        case .noDirection:
            "\(file): nothing says whether this is consumption or production: no column KWH 60 Forbruk, no Målenavn, "
                + "and no CONSUMPTION or PRODUCTION in the file's name"
        case .otherMeteringPoint(let number, let other):
            "\(file): of metering point \(number), other files of \(other); import one meter at a time"
        }
    }
}
