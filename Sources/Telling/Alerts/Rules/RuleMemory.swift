import Civil
import Foundation
import Ledger

/// What a rule remembers over a restart.
struct RuleMemory: Sendable, Hashable {
    /// Which kind of rule it is, and whom it tells: so that an alert can be ended whose rule is gone.
    var kind: String
    var to: [String]
    var hold = Hold()
    var raised: RaisedAlert?
    /// The last episodes that were warned of, the latest last. More than one: a clock may go back.
    var episodes: [Instant] = []
    /// The time in the last key that named no episode.
    var lastKeyTime: Instant?
    var lastClear: Instant?
    var condition = ConditionMemory()

    /// As many hours, or days, as a clock that goes back may make run again.
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

    /// Takes what it understands: what another version wrote, or a person, is no reason to forget that an alert stands.
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
