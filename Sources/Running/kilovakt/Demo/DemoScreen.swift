import Civil
import Daemon
import Foundation
import Ledger
import Meters
import Synchronization

/// Draws the demo on the terminal once a second; without a terminal it prints a line now and then.
final class DemoScreen: LedgerOutput {
    private let state: Mutex<DemoPicture>
    private let isTerminal = isatty(STDOUT_FILENO) == 1

    init(calendar: LocalCalendar) {
        state = Mutex(DemoPicture(calendar: calendar))
    }

    func send(_ event: LedgerEvent, from meter: MeterOnAir) {
        state.withLock { picture in
            picture.meter = meter
            switch event {
            case .live(let live):
                picture.live = live
                if !live.reading.currentMA.isEmpty { picture.currents = live.reading.currentMA }
            case .hour(let hour): picture.hour = hour
            case .month(let month): picture.month = month
            case .meter, .closed, .detail, .day, .notice: break
            }
        }
    }

    /// Shows what is there already before the first message.
    func show(_ month: MonthStatus) {
        state.withLock { $0.month = month }
    }

    /// Draws until the task is cancelled.
    ///
    /// - Parameter footer: lines for the foot of the screen.
    func run(footer: @Sendable () async -> [String]) async {
        if isTerminal { write("\u{1B}[?1049h\u{1B}[?25l") }
        var second = 0
        while !Task.isCancelled {
            let lines = await footer()
            let now = Instant(Date())
            let picture = state.withLock { picture in
                picture.footer = lines
                return picture
            }
            if isTerminal {
                write(Self.screen(picture.lines(width: width, now: now)))
            } else if second % 5 == 0 {
                write(Self.line(picture, now: now) + "\n")
            }
            second += 1
            try? await Task.sleep(for: .seconds(1))
        }
        if isTerminal { write("\u{1B}[?25h\u{1B}[?1049l") }
    }

    /// Home, each line cleared to its end, and the rest of the screen cleared: no flicker.
    private static func screen(_ lines: [String]) -> String {
        "\u{1B}[H" + lines.map { $0 + "\u{1B}[K\r\n" }.joined() + "\u{1B}[J"
    }

    /// The same in one line, for a log or a pipe.
    static func line(_ picture: DemoPicture, now: Instant) -> String {
        let clock = picture.calendar.dateTime(of: now).clockText
        guard let live = picture.live, let hour = picture.hour else {
            return "\(clock)  waiting for the meter"
        }
        let limit = hour.limitWh.map(kilowattHours) ?? "none"
        let step = picture.month?.step.map { step in
            step.upperW.map { "step \(step.lowerW / 1_000)–\($0 / 1_000) kW" } ?? "last step"
        }
        return "\(clock)  \(live.reading.powerImportW ?? 0) W   hour \(kilowattHours(hour.usedWh))"
            + " → \(kilowattHours(hour.expectedWh)) of \(limit) kWh   may use \(hour.budgetW) W   \(step ?? "")"
    }

    private var width: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
