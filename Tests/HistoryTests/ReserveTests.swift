import Foundation
import History
import Ledger
import TestSupport
import Testing

@Suite("The reserve for a full disk")
struct ReserveTests {
    private let history: String
    private let reserve: Reserve
    private var path: String { history + "-reserve" }

    init() throws {
        history = try HistoryFolder().path
        reserve = Reserve(besides: history)
    }

    private func unwritten(_ count: Int, minutes: Int = 0) -> Unwritten {
        let details = (0..<minutes).map { number in
            HourDetail(
                start: HistoryFolder.start(number),
                quarters: [],
                minutes: Array(repeating: MinutePower(importW: 1_234, exportW: 0), count: 60)
            )
        }
        let record = Unwritten.Record(
            hours: (0..<count).map { HistoryFolder.hour($0, 812) },
            details: details,
            state: Ledger(settings: LedgerSettings(calendar: .oslo)).state,
            forecast: nil
        )
        return Unwritten(ledgers: ["s": record], alertStates: ["s": #"{"a":1}"#])
    }

    @Test("What is written last is read back, until it is cleared")
    func roundTrip() throws {
        #expect(try reserve.read().isEmpty)
        #expect(try reserve.layOut())
        #expect(try reserve.read().isEmpty)
        for count in 1...3 { try reserve.write(unwritten(count)) }
        let read = try Reserve(besides: history).read()
        #expect(read.ledgers["s"]?.hours == (0..<3).map { HistoryFolder.hour($0, 812) })
        #expect(read.alertStates == ["s": #"{"a":1}"#])
        #expect(try reserve.layOut(), "what is in it stays")
        #expect(try !reserve.read().isEmpty)
        try reserve.clear()
        #expect(try reserve.read().isEmpty)
    }

    @Test("Half a write leaves the one before")
    func powerCut() throws {
        try reserve.layOut()
        try reserve.write(unwritten(1))
        try reserve.write(unwritten(2))
        // The second write is the first half of the file.
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: 200)
        try file.write(contentsOf: Data("torn".utf8))
        try file.close()
        #expect(try reserve.read().ledgers["s"]?.hours.count == 1)
    }

    @Test("Of more than fits the newest hours stay, and the state")
    func full() throws {
        try reserve.layOut()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        try reserve.write(unwritten(9_000, minutes: 900))
        let hours = try #require(try reserve.read().ledgers["s"]?.hours)
        #expect(hours.count >= 500 && hours.last == HistoryFolder.hour(8_999, 812))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == size)
    }

    @Test("Without the file nothing can be kept, and that is said")
    func missing() throws {
        #expect(throws: HistoryError.self) { try reserve.write(unwritten(1)) }
        #expect(!FileManager.default.fileExists(atPath: path))
        try reserve.clear()
    }
}
