/// Who made the meter: decides how its lists are read.
public enum Make: String, Sendable, Hashable, Codable, CaseIterable {
    case aidon = "Aidon"
    case kaifa = "Kaifa"
    case kamstrup = "Kamstrup"
    case landisGyr = "Landis+Gyr"
    case iskraemeco = "Iskraemeco"
    case sagemcom = "Sagemcom"
    case nes = "NES"
    case unknown = "unknown"
}

/// What a meter says of itself in its list 2: constant for as long as it hangs on the wall.
public struct MeterIdentity: Sendable, Hashable, Codable {
    public var make: Make
    /// The meter's number, as printed on its front: `"5706567202753025"` (GIAI or serial, OBIS 0-0:96.1.0).
    ///
    /// Safe as a level of an MQTT topic and as a file's name: letters, digits, `-`, `_` and `.`, not first a `.`, at most
    /// 64 of them. Whatever else a meter says becomes `_`.
    public private(set) var id: String
    /// The type designation, `"MA304H3E"` (OBIS 0-0:96.1.7).
    public var model: String
    /// The version of the list it sends, `"KFM_001"` (OBIS 1-1:0.2.129).
    public var list: String

    public init(make: Make, id: String, model: String, list: String) {
        self.make = make
        self.id = Self.safe(id)
        self.model = model
        self.list = list
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
