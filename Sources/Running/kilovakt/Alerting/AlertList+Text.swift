import Alerts
import Civil
import History
import Ledger

extension AlertList {
    /// The list for people: a line for each alert, and below it one for each of its deliveries.
    func text(in calendar: LocalCalendar, days: Int) -> String {
        var lines = alerts.flatMap { $0.lines(in: calendar) }
        if alerts.isEmpty { lines.append("no alerts in the last \(days == 1 ? "day" : "\(days) days")") }
        if unreadable > 0 { lines.append("\(unreadable) alerts cannot be read: another version wrote them") }
        return lines.joined(separator: "\n")
    }
}

extension AlertList.Entry {
    fileprivate func lines(in calendar: LocalCalendar) -> [String] {
        let severity = alert.state == .raised ? alert.severity.rawValue : "over"
        let head = "\(calendar.text(of: alert.time))  \(severity): \(alert.title.onOneLine)"
        return [head] + deliveries.map { "    \($0.name): \($0.outcome(in: calendar))" }
    }
}

extension AlertList.Delivery {
    /// `phone`; `MQTT` for the broker.
    fileprivate var name: String { webhook ?? "MQTT" }

    fileprivate func outcome(in calendar: LocalCalendar) -> String {
        let note = kept.note.map { ": \($0.onOneLine)" } ?? ""
        let finished = kept.finished.map { " \(calendar.text(of: $0))" } ?? ""
        switch kept.state {
        case .delivered: return "delivered\(finished)\(note)"
        case .refused: return "refused\(finished)\(note)"
        case .expired: return "given up\(finished)\(kept.note == nil ? ": too old" : note)"
        case .waiting:
            guard kept.tries > 0 else { return "waiting since \(calendar.text(of: kept.entry.time))" }
            let next = kept.nextTry.map { ", next try \(calendar.text(of: $0))" } ?? ""
            return
                "waiting since \(calendar.text(of: kept.entry.time)), tried \(kept.tries) \(kept.tries == 1 ? "time" : "times")\(next)\(note)"
        }
    }
}

extension LocalCalendar {
    /// `2026-01-15 16:30:05`
    fileprivate func text(of instant: Instant) -> String {
        let local = dateTime(of: instant)
        let second = local.second < 10 ? "0\(local.second)" : "\(local.second)"
        return "\(local.day) \(local.clockText):\(second)"
    }
}

extension String {
    /// The text without control characters: a receiver's answer or a meter's name must not move a terminal's cursor.
    fileprivate var onOneLine: String {
        String(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}

// MARK: - JSON

extension AlertList.Entry: Encodable {
    private enum CodingKeys: String, CodingKey { case alert, deliveries }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(alert, forKey: .alert)
        try values.encode(deliveries, forKey: .deliveries)
    }
}

extension AlertList.Delivery: Encodable {
    private enum CodingKeys: String, CodingKey {
        case webhook, to, state, tries, note, finished
        case nextTry = "next_try"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(webhook == nil ? "mqtt" : "webhook", forKey: .to)
        try values.encodeIfPresent(webhook, forKey: .webhook)
        try values.encode(kept.state.rawValue, forKey: .state)
        try values.encode(kept.tries, forKey: .tries)
        try values.encodeIfPresent(kept.nextTry.map { "\($0)" }, forKey: .nextTry)
        try values.encodeIfPresent(kept.note, forKey: .note)
        try values.encodeIfPresent(kept.finished.map { "\($0)" }, forKey: .finished)
    }
}
