import Civil
import Ledger
import Telling

extension LiveEvent {
    /// The event as a stream of server-sent events has it: a name, one line of JSON, an empty line.
    /// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    ///
    /// - Returns: nothing for an event that JSON cannot hold.
    func text(in calendar: LocalCalendar) -> [UInt8] {
        guard let json = json(in: calendar) else { return [] }
        return Array("event: \(kind.rawValue)\ndata: ".utf8) + json + Array("\n\n".utf8)
    }

    private func json(in calendar: LocalCalendar) -> [UInt8]? {
        switch content {
        case .live(let live): bytes(LivePayload(live))
        case .hour(let hour): bytes(HourPayload(hour))
        case .day(let day): bytes(DayPayload(day, in: calendar))
        case .month(let month): bytes(MonthPayload(month, day, sendsExport: sendsExport, in: calendar))
        case .closed(let hour): bytes(ClosedPayload(hour, sendsExport: sendsExport))
        case .meter, .detail, .notice: nil
        }
    }

    private func bytes(_ payload: some Encodable) -> [UInt8]? {
        PayloadJSON.bytes(OfMeter(meter: meterID, payload: payload))
    }
}

/// A payload with the number of its meter beside its own keys: there are no topics here to tell it.
private struct OfMeter<Payload: Encodable>: Encodable {
    let meter: String?
    let payload: Payload

    private enum CodingKeys: CodingKey {
        case meter
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(meter, forKey: .meter)
        try payload.encode(to: encoder)
    }
}
