import Civil
import Messaging
import Meters

/// Who can be asked something of a meter from outside, and is told what holds.
struct MeterCommands: Sendable {
    /// Pauses the alerts of this meter; `nil` ends that.
    var pause: @Sendable (Instant?) -> Void
    /// Until when they are paused.
    var pausedUntil: @Sendable () -> Instant?
    /// Is told what holds; what it knows already costs nothing.
    var tell: @Sendable (MeterSettings, MeterIdentity) -> Void
}

extension Command {
    /// When a pause that begins now ends; `nil` when it is to end now.
    func pauseEnd(from now: Instant, in calendar: LocalCalendar) -> Instant? {
        switch self {
        case .target, .pauseAlerts(minutes: ...0): return nil
        case .pauseAlerts(let minutes): return now.adding(seconds: Int64(minutes) * 60)
        case .pauseAlertsUntil(let minute):
            let today = calendar.instant(day: calendar.day(of: now), secondOfDay: minute * 60)
            guard today <= now else { return today }
            let tomorrow = calendar.day(of: now.adding(seconds: 86_400))
            return calendar.instant(day: tomorrow, secondOfDay: minute * 60)
        }
    }
}

extension MeterSettings {
    /// - Parameter now: what is over by then is none.
    init(targetW: Int?, pausedUntil: Instant?, at now: Instant) {
        self.init(targetW: targetW)
        guard let pausedUntil, pausedUntil > now else { return }
        let minutes = Int((pausedUntil.milliseconds(since: now) + 59_999) / 60_000)
        alertPause = AlertPause(until: pausedUntil, minutes: minutes)
    }
}
