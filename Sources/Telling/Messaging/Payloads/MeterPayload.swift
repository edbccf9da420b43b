import Meters

/// `<id>/meter`: who the meter is and how it is read.
struct MeterPayload: Encodable {
    let make: String
    let model: String
    let list: String
    let id: String
    let source: String
    let speed: String?

    init(_ meter: MeterIdentity, _ source: MeterSource) {
        make = meter.make.rawValue
        model = meter.model
        list = meter.list
        id = meter.id
        self.source = source.source
        speed = source.speed
    }
}
