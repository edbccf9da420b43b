import Civil

extension ForecastModel: Codable {
    private enum Key: CodingKey {
        case format
        case weights
        case squares
        case steps
        case margins
        case profile
        case learned
    }

    /// Rises when the network's shape or the meaning of its signs changes: it learns anew then.
    private static let format = 1

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(Packed.data(network.weights), forKey: .weights)
        try container.encode(Packed.data(network.squares), forKey: .squares)
        try container.encode(network.steps, forKey: .steps)
        try container.encode(Packed.data(margins.margins), forKey: .margins)
        try container.encode(Packed.data(profile.powers), forKey: .profile)
        try container.encodeIfPresent(learned, forKey: .learned)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let count = GuessNetwork.weightCount
        let network = GuessNetwork(
            weights: try container.decodePacked(Float.self, count: count, forKey: .weights),
            squares: try container.decodePacked(Float.self, count: count, forKey: .squares),
            steps: try container.decode(Int.self, forKey: .steps)
        )
        let margins = SpreadMargins(
            margins: try container.decodePacked(Float.self, count: SpreadMargins.count, forKey: .margins)
        )
        let profile = DayProfile(
            powers: try container.decodePacked(Float.self, count: DayProfile.count, forKey: .profile)
        )
        guard try container.decode(Int.self, forKey: .format) == Self.format, let network, let margins,
            let profile
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .format,
                in: container,
                debugDescription:
                    "not a forecast model of format \(Self.format); the forecast learns again without it"
            )
        }
        self.init(
            network: network,
            margins: margins,
            profile: profile,
            learned: try container.decodeIfPresent(Instant.self, forKey: .learned)
        )
    }
}
