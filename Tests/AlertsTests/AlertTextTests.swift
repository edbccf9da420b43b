import Civil
import Telling
import TestSupport
import Testing

@testable import Alerts

@Suite("The table of alerts' texts")
struct AlertTextTests {
    @Test("No text is missing")
    func missing() {
        #expect(AlertText.table.missing == [])
    }

    @Test("Each text is there in each language, with the same values in it", arguments: AlertText.allCases)
    func values(_ key: AlertText) {
        let texts = Language.allCases.map { AlertText.table[key][$0] }
        #expect(texts.allSatisfy { !$0.isEmpty })
        let names = texts.map { TextTemplate($0).names }
        #expect(Set(names).count == 1, "\(names)")
        for (open, close) in [("{", "}"), ("[", "]")] as [(Character, Character)] {
            for text in texts { #expect(text.count { $0 == open } == text.count { $0 == close }, "\(text)") }
        }
    }

    @Test("Each text is said in some situation, and each value that a text asks for is given there")
    func used() {
        let moments = [0, 300].map { PhraseMoment(time: four, heldSeconds: $0) }
        let drafts = moments.flatMap { moment in
            WordsTests.situations.map { $0.draft(at: moment, in: .oslo) }
        }
        var said: Set<AlertText> = [
            .test, .testText, .stateCritical, .stateWarning, .stateInfo, .stateOver,
            .unknownPhase, .noLimit, .clockSlow, .clockFast,
        ]
        for draft in drafts {
            let keys = [draft.title] + draft.sentences + [draft.advice].compactMap { $0 }
            said.formUnion(keys)
            for key in keys {
                let wanted = TextTemplate(AlertText.table[key].en).names
                let optional: Set = ["held", "limit", "noLimit", "phase", "silence", "clock", "day", "free"]
                #expect(wanted.subtracting(optional).isSubset(of: draft.values.keys), "\(key)")
            }
        }
        #expect(said == Set(AlertText.allCases))
    }
}
