import Civil

/// What an alert says to people.
struct Phrase: Sendable, Hashable, Codable {
    /// A few words.
    var title: String
    /// A sentence or two.
    var text: String
    /// What to do, said when it is raised; `nil` when there is nothing to do.
    var advice: String?

    init(_ title: String, _ text: String, advice: String? = nil) {
        self.title = title
        self.text = text
        self.advice = advice
    }
}

/// When something is said, and how long it has been so.
struct PhraseMoment: Sendable {
    var time: Instant
    /// For how long the trouble has held, in s.
    var heldSeconds: Int
    var calendar: LocalCalendar
}

/// What alerts say, in one language. Each has a file of its own, of the same shape.
protocol AlertWords: Sendable {
    func phrase(_ situation: Situation, _ moment: PhraseMoment) -> Phrase
    /// What a test alert says.
    var test: Phrase { get }
}

extension Language {
    var words: any AlertWords {
        switch self {
        case .nb: BokmalWords()
        case .nn: NynorskWords()
        case .en: EnglishWords()
        }
    }

    func phrase(_ situation: Situation, _ moment: PhraseMoment) -> Phrase { words.phrase(situation, moment) }
}
