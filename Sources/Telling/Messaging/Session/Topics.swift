/// The topics of one meter, and what they are under.
struct Topics: Sendable, Hashable {
    /// What is published of a meter; the raw value is the last part of the topic.
    enum Name: String, Sendable {
        case meter, live, hour, closed, day, month, alert, raw, tibber
        case budgetW = "budget_w"
        case targetKW = "target_kw"
        case alertPause = "alert_pause"
    }

    let base: String
    /// The meter's id as a part of a topic.
    let meter: String

    init(base: String, meterID: String) {
        self.base = base
        self.meter = Self.part(meterID)
    }

    subscript(_ name: Name) -> String { "\(base)/\(meter)/\(name.rawValue)" }

    /// Where a command is taken.
    func set(_ name: Command.Name) -> String { "\(base)/\(meter)/set/\(name.rawValue)" }

    /// `online` or `offline`, of the daemon and so of all its meters.
    static func status(base: String) -> String { "\(base)/status" }

    /// An id comes from the meter and may hold any byte: `/`, `+` and `#` mean something in a topic, and others in Home
    /// Assistant's ids. Whatever is no letter or digit of ASCII, `-` or `_` becomes `_`.
    static func part(_ id: String) -> String {
        String(
            id.prefix(64).map { character in
                character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
                    ? character : "_"
            }
        )
    }
}
