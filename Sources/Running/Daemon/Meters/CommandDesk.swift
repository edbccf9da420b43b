import Civil
import Logging
import Messaging
import Meters

/// A meter's commands, and what the broker is told of its settings.
struct CommandDesk: Sendable {
    private let commands: MeterCommands
    private let calendar: LocalCalendar
    private let log: Logger
    /// The pause that was told last, with its minutes: they are not told again as they pass.
    private var toldPause: MeterSettings.AlertPause?

    init(_ commands: MeterCommands, calendar: LocalCalendar, log: Logger) {
        self.commands = commands
        self.calendar = calendar
        self.log = log
    }

    /// Does what a command asks.
    ///
    /// - Parameter loop: of the meter that it is for.
    /// - Returns: `false` for a command that cannot be done now.
    func obey<Times>(_ command: Command, on loop: MeterLoop<Times>, at now: Instant) -> Bool {
        switch command {
        case .target(let watts):
            guard loop.choose(targetW: watts) else { return false }
            log.notice("target of this month set to \(watts.map { "\($0) W" } ?? "what is configured")")
        case .pauseAlerts, .pauseAlertsUntil:
            let end = command.pauseEnd(from: now, in: calendar)
            commands.pause(end)
            log.notice("alerts \(end.map { "paused until \($0)" } ?? "no longer paused")")
        }
        return true
    }

    /// Tells what holds; what was told already costs nothing.
    mutating func tell(targetW: Int?, of meter: MeterIdentity, at now: Instant) {
        var settings = MeterSettings(targetW: targetW, pausedUntil: commands.pausedUntil(), at: now)
        if let toldPause, toldPause.until == settings.alertPause?.until { settings.alertPause = toldPause }
        toldPause = settings.alertPause
        commands.tell(settings, meter)
    }
}
