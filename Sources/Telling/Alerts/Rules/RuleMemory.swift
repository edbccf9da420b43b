import Civil
import Foundation
import Ledger

/// The memory of a rule over a restart.
struct RuleMemory: Sendable, Hashable {
    /// The kind of rule and the webhooks that it tells, by which an alert can be ended when its rule is gone.
    var kind: String
    var to: [String]
    var hold = Hold()
    var raised: RaisedAlert?
    /// The last episodes that were warned of, latest last. More than one, as a clock may go back.
    var episodes: [Instant] = []
    /// The time in the last key that named no episode.
    var lastKeyTime: Instant?
    var lastClear: Instant?
    var condition = ConditionMemory()

    /// The number of hours, or days, that may run again when a clock goes back.
    private static let longestEpisodes = 24

    mutating func remember(_ episode: Instant) {
        episodes.append(episode)
        episodes.removeFirst(max(0, episodes.count - Self.longestEpisodes))
    }
}

extension RuleMemory: Codable {
    private enum CodingKeys: CodingKey {
        case kind, to, hold, raised, episodes, lastKeyTime, lastClear, condition
    }

    /// Reads whatever it understands: a field that another version wrote is no reason to forget that an alert stands.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decode(String.self, forKey: .kind)
        to = (try? values.decode([String].self, forKey: .to)) ?? []
        hold = (try? values.decode(Hold.self, forKey: .hold)) ?? Hold()
        raised = try? values.decode(RaisedAlert.self, forKey: .raised)
        episodes = Array(
            ((try? values.decode([Instant].self, forKey: .episodes)) ?? []).suffix(Self.longestEpisodes)
        )
        lastKeyTime = try? values.decode(Instant.self, forKey: .lastKeyTime)
        lastClear = try? values.decode(Instant.self, forKey: .lastClear)
        condition = (try? values.decode(ConditionMemory.self, forKey: .condition)) ?? ConditionMemory()
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(to, forKey: .to)
        try values.encode(hold, forKey: .hold)
        try values.encodeIfPresent(raised, forKey: .raised)
        try values.encode(episodes, forKey: .episodes)
        try values.encodeIfPresent(lastKeyTime, forKey: .lastKeyTime)
        try values.encodeIfPresent(lastClear, forKey: .lastClear)
        try values.encode(condition, forKey: .condition)
    }
}
