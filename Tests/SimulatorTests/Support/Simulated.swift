import Civil
import Simulator
import TestSupport

/// The first messages of a simulated home.
enum Simulated {
    /// 2026-01-15T06:59:50Z.
    static let winter = Instant(unixSeconds: 1_768_460_390)
    /// 2026-07-15T06:59:50Z.
    static let summer = Instant(unixSeconds: 1_784_098_790)

    struct Message {
        var bytes: [UInt8]
        var truth: Truth
    }

    /// - Parameter kind: the first of this kind alone; `nil` for the first of all.
    static func message(
        _ model: SimulatedModel,
        _ kind: ListKind? = nil,
        from start: Instant = winter
    ) throws -> Message {
        var meter = try meter(model, from: start)
        while true {
            let message = meter.next()
            guard kind == nil || message.kind == kind else { continue }
            return Message(bytes: message.bytes, truth: meter.truth(of: message))
        }
    }

    static func meter(
        _ model: SimulatedModel,
        from start: Instant = winter
    ) throws -> SimulatedMeter<Household> {
        // Europe/Oslo, so that there is a summer.
        let calendar = LocalCalendar(identifier: "Europe/Oslo") ?? LocalCalendar(fixedOffsetSeconds: 3_600)
        return try SimulatedMeter(
            model: model,
            load: Household(seed: 7, calendar: calendar),
            from: start,
            calendar: calendar,
            encipher: FakeCipher.encipher
        )
    }

    /// The data-notification that a message carries, taken out of whatever it came in.
    static func apdu(_ model: SimulatedModel, _ bytes: [UInt8]) throws -> [UInt8] {
        switch model {
        case .landisGyr:
            return try WireMessage(hdlc: bytes).frames.enumerated().flatMap { index, frame in
                // Behind the LLC header of the first, and the seven bytes of each block.
                frame.information.dropFirst(index == 0 ? 10 : 7)
            }
        case .kaifaAustria, .sagemcomAustria:
            return CipheredMessage(try WireMessage(mbus: bytes).information)?.plain ?? []
        case .kamstrupDenmark:
            return CipheredMessage(Array(try WireMessage(hdlc: bytes).information.dropFirst(3)))?.plain ?? []
        default:
            return Array(try WireMessage(hdlc: bytes).information.dropFirst(3))
        }
    }
}
