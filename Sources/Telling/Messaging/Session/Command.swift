import Civil

/// Something that is asked of kilovakt under `<base>/<id>/set/…`.
public enum Command: Sendable, Hashable {
    /// The bound of capacity to stay below for the rest of the month, in W; `nil` goes back to the configured one.
    case target(watts: Int?)
    /// No alert for so many minutes; 0 ends a pause.
    case pauseAlerts(minutes: Int)
    /// No alert until the local clock next shows this, in minutes after midnight.
    case pauseAlertsUntil(minuteOfDay: Int)
}

/// A command that is none. What was sent is shown as far as it can be: it comes from anybody who may write to the broker.
enum CommandError: Error, Sendable, Hashable {
    /// No such command.
    case unknown(name: String)
    /// The broker kept it for us: nobody asks for it now.
    case retained(name: String)
    /// Not what the command takes: what that is.
    case payload(name: String, text: String, allowed: String)
    /// More than anybody needs in a minute.
    case tooMany
}

extension CommandError: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknown(let name):
            "no command \"\(name)\"; there are \(Command.Name.allCases.map(\.rawValue).joined(separator: " and "))"
        case .retained(let name):
            "\(name) was sent as a retained message, which may be old; send it without the flag"
        case .payload(let name, let text, let allowed):
            "\(name) does not take \"\(text)\"; allowed is \(allowed)"
        case .tooMany: "more than \(CommandGate.mostInAMinute) in a minute; the rest is passed over"
        }
    }
}

extension Command {
    enum Name: String, Sendable, CaseIterable {
        case target = "target_kw"
        case alertPause = "alert_pause"
    }

    /// A payload longer than this is none.
    static let longestPayload = 32
    /// The same as the configuration takes.
    static let targetKW = 0.5...1_000.0
    /// A week.
    static let pauseMinutes = 0...10_080

    /// Reads a command.
    ///
    /// - Parameters:
    ///   - name: the last part of the topic.
    ///   - payload: its first bytes, more than `longestPayload` where there are more.
    init(_ name: String, _ payload: [UInt8]) throws(CommandError) {
        guard let known = Name(rawValue: name) else { throw .unknown(name: CommandError.shown(name.utf8)) }
        let text = payload.count <= Self.longestPayload ? String(validating: payload, as: UTF8.self) : nil
        switch known {
        case .target:
            guard let text, let command = Self.target(text) else {
                throw .payload(
                    name: name,
                    text: CommandError.shown(payload),
                    allowed: "kW from 0.5 to 1000 such as 7.5, or auto"
                )
            }
            self = command
        case .alertPause:
            guard let text, let command = Self.pause(text) else {
                throw .payload(
                    name: name,
                    text: CommandError.shown(payload),
                    allowed: "minutes from 0 to 10080, or a local time such as 06:30"
                )
            }
            self = command
        }
    }

    private static func target(_ text: String) -> Command? {
        if text == "auto" { return .target(watts: nil) }
        // Digits and a point alone: `Double` also reads 1e3, 0x1p4, inf and nan.
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let kilowatts = Double(text), targetKW.contains(kilowatts)
        else { return nil }
        return .target(watts: Int((kilowatts * 1_000).rounded()))
    }

    private static func pause(_ text: String) -> Command? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(number)
        switch (parts.first ?? nil, parts.count == 2 ? parts[1] : nil, parts.count) {
        case (let minutes?, nil, 1) where pauseMinutes.contains(minutes):
            return .pauseAlerts(minutes: minutes)
        case (let hour?, let minute?, 2) where hour < 24 && minute < 60:
            return .pauseAlertsUntil(minuteOfDay: hour * 60 + minute)
        default: return nil
        }
    }

    /// Up to five digits: no sign, no blank.
    private static func number(_ text: Substring) -> Int? {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            ? Int(text) : nil
    }
}

extension CommandError {
    /// Bytes from outside as a log may show them.
    static func shown(_ bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: bytes.prefix(Command.longestPayload).map { (0x20..<0x7F).contains($0) ? $0 : 0x3F },
            as: UTF8.self
        )
    }
}
