import Civil
import DLMS
import Daemon
import History
import Ledger
import Meters
import Ports

/// Runs captures through the loop as fast as it goes, and keeps what comes of them.
struct Replay {
    private let loop: MeterLoop<CaptureTimes>
    private let history: HistoryStore?
    private var results = Results()

    /// - Parameters:
    ///   - decipher: opens encrypted messages; `nil` without a key.
    ///   - history: where the hours are kept too; `nil` keeps them in memory alone.
    init(settings: LedgerSettings, decipher: Decipher?, clock: ClockConvention?, history: HistoryStore?) {
        loop = MeterLoop(
            MeterDecoder(decipher: decipher, acceptsBareAPDUs: true),
            times: CaptureTimes(local: settings.calendar, fixed: clock),
            ledger: Ledger(settings: settings)
        )
        self.history = history
    }

    /// What the ledger said.
    private struct Results {
        var hours: [Instant: Hour] = [:]
        var months: [LocalMonth: MonthStatus] = [:]
        var notices: [LedgerNotice] = []
        /// Hours that are not in the history yet.
        var unsaved: [Hour] = []
        var unsavedDetails: [HourDetail] = []

        mutating func add(_ event: LedgerEvent) {
            switch event {
            case .closed(let hour):
                hours[hour.start] = hour
                unsaved.append(hour)
            case .month(let status): months[status.month] = status
            case .notice(let notice): notices.append(notice)
            case .detail(let detail): unsavedDetails.append(detail)
            case .meter, .live, .hour, .day: break
            }
        }
    }

    /// So many hours go to the disk at once: a month.
    private static let batch = 744

    /// Runs one capture.
    ///
    /// - Parameter complain: is told of each line that cannot be read; the rest goes on.
    mutating func run(_ path: String, complain: (CaptureError) -> Void) throws {
        var reader = try CaptureReader(path: path)
        while true {
            do throws(CaptureError) {
                guard let chunk = try reader.next() else { break }
                for event in loop.read(chunk.bytes.span.bytes, at: chunk.arrival) { results.add(event) }
            } catch {
                complain(error)
            }
            if results.unsaved.count >= Self.batch { try save() }
        }
        for event in loop.finish(at: nil) { results.add(event) }
        try save()
    }

    private mutating func save() throws {
        defer {
            results.unsaved.removeAll(keepingCapacity: true)
            results.unsavedDetails.removeAll(keepingCapacity: true)
        }
        try history?.save(
            hours: results.unsaved,
            details: results.unsavedDetails,
            of: loop.ledger.meter,
            state: loop.ledger.state,
            source: "replay"
        )
    }

    /// What came of it.
    var report: ReplayReport {
        let months = results.months.values.sorted { $0.month < $1.month }
        return ReplayReport(
            frames: loop.decoder.counts.frames,
            errors: loop.decoder.counts.errors,
            unread: loop.decoder.counts.unread,
            meter: loop.ledger.meter.map(ReplayReport.Meter.init),
            hours: results.hours.values.sorted { $0.start < $1.start }.map(ReplayReport.HourLine.init),
            peaks: months.last?.counting.map(ReplayReport.PeakLine.init) ?? [],
            step: months.last?.step.map(ReplayReport.StepLine.init),
            months: months.map(ReplayReport.MonthLine.init),
            notices: results.notices.map(\.description)
        )
    }
}
