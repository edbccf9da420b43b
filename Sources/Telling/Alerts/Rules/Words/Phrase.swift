import Civil
import Telling

/// What an alert says to people.
struct Phrase: Sendable, Hashable, Codable {
    /// A few words.
    var title: String
    /// A sentence or two.
    var text: String
    /// What to do, said when the alert is raised; `nil` when there is nothing to do.
    var advice: String?
}

/// What an alert says, before it is put into a language.
struct PhraseDraft {
    var title: AlertText
    /// Sentences, in order.
    var sentences: [AlertText]
    var advice: AlertText?
    /// The values that the texts may hold; `nil` leaves out the part of a sentence that needs one.
    var values: [String: TextValue?]

    init(
        _ title: AlertText,
        _ sentences: AlertText...,
        advice: AlertText? = nil,
        values: [String: TextValue?] = [:]
    ) {
        self.title = title
        self.sentences = sentences
        self.advice = advice
        self.values = values
    }
}

/// When an alert is written, and for how long its trouble has lasted.
struct PhraseMoment: Sendable {
    var time: Instant
    /// 0 where the text is not to say for how long.
    var heldSeconds: Int
}

extension TextWriter {
    func text(_ key: AlertText, _ values: [String: TextValue?] = [:]) -> String {
        text(AlertText.table[key], values)
    }

    func phrase(_ draft: PhraseDraft) -> Phrase {
        Phrase(
            title: text(draft.title, draft.values),
            text: draft.sentences.map { text($0, draft.values) }.joined(separator: " "),
            advice: draft.advice.map { text($0, draft.values) }
        )
    }

    func phrase(_ situation: Situation, at moment: PhraseMoment) -> Phrase {
        phrase(situation.draft(at: moment, in: calendar))
    }
}
