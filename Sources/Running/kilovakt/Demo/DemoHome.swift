import Civil
import Daemon
import Foundation
import Ledger
import Meters
import Ports
import Simulator

/// The demo's home and its meter: a month of history, the hour so far, and from then on live over a pseudo terminal.
actor DemoHome {
    private var meter: SimulatedMeter<Household>
    private var load: Household
    private let link: String
    private var terminal: PseudoTerminal?
    let calendar: LocalCalendar

    /// Lists power every two and a half seconds, so that something happens on the screen.
    static let model = SimulatedModel.aidon

    /// - Parameter link: where the meter's line shall be.
    init(calendar: LocalCalendar, link: String, now: Instant) throws {
        self.calendar = calendar
        self.link = link
        load = Household(seed: Self.seed, calendar: calendar)
        // From a little before the hour, so that the hour begins with its register.
        meter = try SimulatedMeter(
            model: Self.model,
            load: load,
            from: now.hourStart.adding(seconds: -60),
            calendar: calendar
        )
    }

    private static let seed: UInt64 = 4

    // MARK: - History

    /// Every hour of the last month and of this one up to now.
    func history(until now: Instant) -> [Hour] {
        var start = calendar.start(of: calendar.month(of: now).previous)
        var hours: [Hour] = []
        while start < now.hourStart {
            var wattSeconds = 0
            var peakW = 0
            for second in start.unixSeconds..<start.unixSeconds + 3_600 {
                let watts = load.watts(at: second)
                wattSeconds += watts
                peakW = max(peakW, watts)
            }
            hours.append(
                Hour(
                    start: start,
                    importWh: wattSeconds / 3_600,
                    exportWh: 0,
                    quality: .measured,
                    peakW: peakW,
                    seenSeconds: 3_600
                )
            )
            start = start.adding(milliseconds: Instant.hourMilliseconds)
        }
        return hours
    }

    /// A ledger that has lived through the hour so far.
    func ledger(settings: LedgerSettings, hours: [Hour], until now: Instant) -> Ledger {
        let loop = MeterLoop(
            MeterDecoder(),
            times: CaptureTimes(local: calendar),
            ledger: Ledger(settings: settings, hours: hours)
        )
        while true {
            let message = meter.next()
            guard message.time < now else { return loop.ledger }
            _ = loop.read(message.bytes.span.bytes, at: message.time)
        }
    }

    // MARK: - Live

    var isPluggedIn: Bool { terminal != nil }

    func plugIn() throws {
        terminal = try PseudoTerminal(linkPath: link)
    }

    /// Pulls the plug, or puts it back.
    func togglePlug() throws {
        if terminal == nil { try plugIn() } else { terminal = nil }
    }

    /// Sends each message at its time until the task is cancelled; an unplugged meter goes on measuring.
    func run() async throws {
        while true {
            let message = meter.next()
            let wait = message.time.milliseconds(since: Instant(Date()))
            if wait > 0 { try await Task.sleep(for: .milliseconds(wait)) }
            try Task.checkCancellation()
            terminal?.write(message.bytes)
        }
    }
}
