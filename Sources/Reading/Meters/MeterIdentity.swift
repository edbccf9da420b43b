/// What a meter says of itself: constant for as long as it hangs on the wall.
///
/// One reference to what never changes, so that a reading which carries it costs no more than that.
public struct MeterIdentity: Sendable, Hashable {
    private let fields: Fields

    public init(make: Make, id: String, model: String, list: String) {
        fields = Fields(make: make, id: Self.safe(id), model: model, list: list)
    }

    public var make: Make { fields.make }
    /// The meter's number, as printed on its front: `"5706567202753025"` (GIAI or serial, OBIS 0-0:96.1.0).
    ///
    /// Safe as a level of an MQTT topic and as a file's name: letters, digits, `-`, `_` and `.`, not first a `.`, at most
    /// 64 of them. Whatever else a meter says becomes `_`.
    public var id: String { fields.id }
    /// The type designation, `"MA304H3E"` (OBIS 0-0:96.1.7).
    public var model: String { fields.model }
    /// The version of the list it sends, `"KFM_001"` (OBIS 1-1:0.2.129); empty when it names none.
    public var list: String { fields.list }

    private final class Fields: Sendable {
        let make: Make
        let id: String
        let model: String
        let list: String

        init(make: Make, id: String, model: String, list: String) {
            self.make = make
            self.id = id
            self.model = model
            self.list = list
        }
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.fields === right.fields
            || left.make == right.make && left.id == right.id && left.model == right.model
                && left.list == right.list
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(make)
        hasher.combine(id)
        hasher.combine(model)
        hasher.combine(list)
    }

    private static func safe(_ id: String) -> String {
        var safe = ""
        for scalar in id.unicodeScalars.prefix(64) {
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9", "-", "_": safe.unicodeScalars.append(scalar)
            case "." where !safe.isEmpty: safe.unicodeScalars.append(scalar)
            default: safe.unicodeScalars.append("_")
            }
        }
        return safe
    }
}

// Embedded Swift has no Codable.
#if !hasFeature(Embedded)
    extension Make: Codable {}

    extension MeterIdentity: Codable {
        private enum CodingKeys: CodingKey {
            case make, id, model, list
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                make: try container.decode(Make.self, forKey: .make),
                id: try container.decode(String.self, forKey: .id),
                model: try container.decode(String.self, forKey: .model),
                list: try container.decode(String.self, forKey: .list)
            )
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(make, forKey: .make)
            try container.encode(id, forKey: .id)
            try container.encode(model, forKey: .model)
            try container.encode(list, forKey: .list)
        }
    }
#endif
