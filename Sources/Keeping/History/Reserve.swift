import Foundation
import Glibc
public import Ledger

/// What the database has not taken yet: written into the reserve while the disk is full.
public struct Unwritten: Sendable, Codable {
    /// One ledger's.
    public struct Record: Sendable, Codable {
        public var hours: [Hour]
        public var details: [HourDetail]
        public var state: LedgerState
        public var forecast: ForecastModel?

        public init(hours: [Hour], details: [HourDetail], state: LedgerState, forecast: ForecastModel?) {
            self.hours = hours
            self.details = details
            self.state = state
            self.forecast = forecast
        }
    }

    /// By the ledger's source.
    public var ledgers: [String: Record]
    /// The memory of the alert rules, by source, as JSON text.
    public var alertStates: [String: String]

    public init(ledgers: [String: Record] = [:], alertStates: [String: String] = [:]) {
        self.ledgers = ledgers
        self.alertStates = alertStates
    }

    public var isEmpty: Bool { ledgers.isEmpty && alertStates.isEmpty }
}

/// A small file beside the database, `PATH-reserve`. Its blocks are taken while there is room, and written over in place when the
/// disk is full: so closed hours and the running one outlive a stop, a crash and a power cut for weeks more.
///
/// Two halves take turns; a power cut in the middle of a write leaves the other half. Each begins with a header of 32 bytes, as
/// four numbers of 64 bits, low byte first: `magic`, turn, length and check sum of the JSON that follows.
public final class Reserve: Sendable {
    private let path: String
    private static let halfBytes = 256 * 1_024
    private static let headerBytes = 32
    private static let magic: UInt64 = 0x3172_7265_7365_7276
    /// Free space that the file is made with: it must not be the one to fill the disk.
    private static let roomBytes = Int64(8 * halfBytes)
    /// Two days of minutes, and hours of six weeks.
    private static let mostDetails = 48
    private static let mostHours = 1_000

    /// - Parameter history: the database's path.
    public init(besides history: String) {
        path = history + "-reserve"
    }

    /// Makes the file where it is missing and there is room for it.
    ///
    /// - Returns: whether it is there.
    @discardableResult
    public func layOut() throws(HistoryError) -> Bool {
        guard !FileManager.default.fileExists(atPath: path) else { return true }
        guard let free = DiskRoom.freeBytes(at: path), free >= Self.roomBytes else { return false }
        // Under its own name only when it is whole; written and not only allocated, so that nothing is left to be done later.
        let unfinished = path + ".new"
        do {
            let file = try ReserveFile(unfinished, O_RDWR | O_CREAT | O_TRUNC)
            try file.write([UInt8](repeating: 0, count: 2 * Self.halfBytes), at: 0)
            try file.sync()
            guard rename(unfinished, path) == 0 else { throw ReserveFile.Failure(code: errno) }
            return true
        } catch {
            unlink(unfinished)
            throw problem(error)
        }
    }

    /// What was written last; empty where there is no file, or nothing in it.
    public func read() throws(HistoryError) -> Unwritten {
        guard FileManager.default.fileExists(atPath: path) else { return Unwritten() }
        do {
            guard let last = try lastHalf(ReserveFile(path, O_RDONLY)), !last.json.isEmpty else {
                return Unwritten()
            }
            return try JSONDecoder().decode(Unwritten.self, from: Data(last.json))
        } catch {
            throw problem(error)
        }
    }

    /// Writes over what was written before last. Of more than fits, the minutes go first and then the oldest hours.
    public func write(_ unwritten: Unwritten) throws(HistoryError) {
        do {
            try replace(by: fitting(unwritten))
        } catch {
            throw problem(error)
        }
    }

    /// Forgets what was written: the database has it.
    public func clear() throws(HistoryError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try replace(by: [])
        } catch {
            throw problem(error)
        }
    }

    private func fitting(_ unwritten: Unwritten) throws -> [UInt8] {
        var shorter = unwritten
        for (source, record) in unwritten.ledgers {
            shorter.ledgers[source]?.hours = record.hours.suffix(Self.mostHours)
            shorter.ledgers[source]?.details = record.details.suffix(Self.mostDetails)
        }
        while true {
            let json = [UInt8](try JSONEncoder().encode(shorter))
            if json.count <= Self.halfBytes - Self.headerBytes { return json }
            guard shorter.ledgers.values.contains(where: { !$0.details.isEmpty || !$0.hours.isEmpty }) else {
                throw ReserveFile.Failure(code: EFBIG)
            }
            for (source, record) in shorter.ledgers {
                shorter.ledgers[source]?.details = []
                guard record.details.isEmpty else { continue }
                shorter.ledgers[source]?.hours = record.hours.suffix(record.hours.count / 2)
            }
        }
    }

    // MARK: - Halves

    private struct Half {
        var turn: UInt64
        var json: [UInt8]
    }

    private func replace(by json: [UInt8]) throws {
        // Never made here: on a full disk there would be no room in it.
        let file = try ReserveFile(path, O_RDWR)
        let turn = (try lastHalf(file)?.turn ?? 0) + 1
        let header = [Self.magic, turn, UInt64(json.count), Self.checkSum(json, turn: turn)]
        let bytes = header.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        try file.write(bytes + json, at: Int(turn % 2) * Self.halfBytes)
        try file.sync()
    }

    private func lastHalf(_ file: ReserveFile) throws -> Half? {
        let halves = try [0, 1].compactMap { try half(at: $0 * Self.halfBytes, of: file) }
        return halves.max { $0.turn < $1.turn }
    }

    /// - Returns: `nil` for one that was never written, or not to its end.
    private func half(at place: Int, of file: ReserveFile) throws -> Half? {
        let header = try file.read(Self.headerBytes, at: place)
        guard header.count == Self.headerBytes else { return nil }
        let numbers = stride(from: 0, to: Self.headerBytes, by: 8).map { first in
            (0..<8).reduce(UInt64(0)) { $0 | UInt64(header[first + $1]) << ($1 * 8) }
        }
        guard numbers[0] == Self.magic, numbers[2] <= UInt64(Self.halfBytes - Self.headerBytes) else {
            return nil
        }
        let json = try file.read(Int(numbers[2]), at: place + Self.headerBytes)
        guard json.count == Int(numbers[2]), Self.checkSum(json, turn: numbers[1]) == numbers[3] else {
            return nil
        }
        return Half(turn: numbers[1], json: json)
    }

    /// FNV-1a of 64 bits: against half a write, not against people.
    private static func checkSum(_ bytes: [UInt8], turn: UInt64) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325 ^ turn) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private func problem(_ error: any Error) -> HistoryError {
        if let error = error as? ReserveFile.Failure {
            return HistoryError(
                error.code == ENOSPC ? .diskFull : .other("\(String(cString: strerror(error.code)))"),
                path: path
            )
        }
        return HistoryError(.other("\(error)"), path: path)
    }
}
