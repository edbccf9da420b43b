import Civil
import DLMS
import History
import Ledger
import Meters
import Ports

/// Runs captures through the pipeline as fast as it goes, and keeps what comes of them.
struct Replay {
    private let pipeline: Pipeline
    private let history: HistoryStore?
    private var clock: CaptureClock
    private var results = Results()

    /// - Parameters:
    ///   - decipher: opens encrypted messages; `nil` without a key.
    ///   - history: where the hours are kept too; `nil` keeps them in memory alone.
    init(settings: LedgerSettings, decipher: Decipher?, clock: ClockConvention?, history: HistoryStore?) {
        pipeline = Pipeline(ledger: Ledger(settings: settings), decipher: decipher, acceptsBareAPDUs: true)
        self.clock = CaptureClock(local: settings.calendar, fixed: clock)
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

        mutating func take(_ event: LedgerEvent) {
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
                take(chunk)
            } catch {
                complain(error)
            }
            if results.unsaved.count >= Self.batch { try save() }
        }
        pipeline.finish(arrival: { clock.time(of: $0, arrival: nil) }, { results.take($0) })
        try save()
    }

    private mutating func take(_ chunk: Chunk) {
        let arrival = chunk.arrivalUnixMilliseconds.map { Instant(unixMilliseconds: $0) }
        pipeline.read(
            chunk.bytes.span.bytes,
            arrival: { clock.time(of: $0, arrival: arrival) },
            { results.take($0) }
        )
    }

    private mutating func save() throws {
        defer {
            results.unsaved.removeAll(keepingCapacity: true)
            results.unsavedDetails.removeAll(keepingCapacity: true)
        }
        try history?.save(
            hours: results.unsaved,
            details: results.unsavedDetails,
            of: pipeline.ledger.meter,
            state: pipeline.ledger.state,
            source: "replay"
        )
    }

    /// What came of it.
    var report: ReplayReport {
        let months = results.months.values.sorted { $0.month < $1.month }
        return ReplayReport(
            frames: pipeline.counts.frames,
            errors: pipeline.counts.errors,
            unread: pipeline.counts.unread,
            meter: pipeline.ledger.meter.map(ReplayReport.Meter.init),
            hours: results.hours.values.sorted { $0.start < $1.start }.map(ReplayReport.HourLine.init),
            peaks: months.last?.counting.map(ReplayReport.PeakLine.init) ?? [],
            step: months.last?.step.map(ReplayReport.StepLine.init),
            months: months.map(ReplayReport.MonthLine.init),
            notices: results.notices.map(\.description)
        )
    }
}
