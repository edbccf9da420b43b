import Civil
import Foundation
import Ledger
import Telling
import TestSupport
import Testing

@testable import Alerts

extension Language {
    fileprivate var writer: TextWriter { TextWriter(language: self, calendar: .oslo) }
}

@Suite("What alerts say")
struct WordsTests {
    static let moment = PhraseMoment(time: four.adding(seconds: 1_800), heldSeconds: 300)

    private static func hour(
        usedWh: Int = 2_100,
        risk: Double = 0.81,
        limitWh: Int? = 5_000,
        isFree: Bool = false
    )
        -> HourStatus
    {
        HourStatus(
            start: four,
            time: four.adding(seconds: 1_800),
            usedWh: usedWh,
            expectedWh: 5_625,
            lowWh: 4_900,
            highWh: 6_100,
            limitWh: limitWh,
            budgetW: 5_200,
            stepRisk: risk,
            isFree: isFree,
            quality: .measured
        )
    }

    private static func load(_ phase: Int?, _ currentMA: Int) -> PhaseLoad {
        PhaseLoad(phase: phase, currentMA: currentMA, limitMA: 28_800, fuseAmps: 32)
    }

    private static func voltage(_ voltageMV: Int) -> PhaseVoltage {
        PhaseVoltage(phase: 2, voltageMV: voltageMV, lowV: 207, highV: 253)
    }

    private static func closed(_ quality: HourQuality) -> Hour {
        Hour(start: four, importWh: 5_321, exportWh: 0, quality: quality)
    }

    private static let total = DayTotal(day: LocalDay(year: 2026, month: 1, day: 15), importWh: 60_432)

    /// Every situation, in every way that it is said.
    static let situations: [Situation] = [
        .hourAtRisk(hour()), .hourAtRisk(hour(usedWh: 4_800)), .hourAtRisk(hour(usedWh: 5_004)),
        .hourSafe(hour()), .hourSafe(hour(isFree: true)), .hourSafe(hour(limitWh: nil)),
        .hourOver(last: hour(), closed: nil), .hourOver(last: hour(), closed: closed(.measured)),
        .hourOver(last: hour(limitWh: nil), closed: closed(.gap)),
        .powerAbove(watts: 9_840, limitW: 9_000), .powerBelow(watts: 7_249, limitW: 9_000),
        .phaseAbove(load(1, 30_100)), .phaseAbove(load(3, 32_000)), .phaseAbove(load(nil, 30_100)),
        .phaseBelow(load(2, 21_950)), .phaseBelow(load(nil, 21_950)),
        .voltageOutside(voltage(198_300)), .voltageOutside(voltage(255_000)),
        .voltageOutside(voltage(271_000)),
        .voltageOutside(voltage(0)), .voltageInside(voltage(229_000)),
        .dayAbove(total, limitWh: 60_000), .dayBelow(total, limitWh: 62_500),
        .dayOver(total, limitWh: 60_000),
        .meterSilent(last: nil), .meterSilent(last: four), .meterSilent(last: four.adding(seconds: -90_000)),
        .meterHeard(silentSeconds: nil), .meterHeard(silentSeconds: 720),
        .listsMissing(hours: 1), .listsMissing(hours: 3), .listsComing,
        .clockWrong(errorSeconds: -185, limitSeconds: 120),
        .clockWrong(errorSeconds: 300_000, limitSeconds: 120),
        .clockRight(errorSeconds: 2, limitSeconds: 120),
        .brokerAway, .brokerBack,
        .diskLow(DiskSpace(freeMB: 180, limitMB: 200, isHistoryFailing: false)),
        .diskLow(DiskSpace(freeMB: nil, limitMB: 200, isHistoryFailing: true)),
        .diskLow(DiskSpace(freeMB: 0, limitMB: 200, isHistoryFailing: true)),
        .diskEnough(DiskSpace(freeMB: 900, limitMB: 200, isHistoryFailing: false)),
        .diskEnough(DiskSpace(freeMB: nil, limitMB: 200, isHistoryFailing: false)),
        .ruleGone,
    ]

    /// A new situation does not compile here, and so is not forgotten above.
    private func name(_ situation: Situation) -> Int {
        switch situation {
        case .hourAtRisk: 0
        case .hourSafe: 1
        case .hourOver: 2
        case .powerAbove: 3
        case .powerBelow: 4
        case .phaseAbove: 5
        case .phaseBelow: 6
        case .voltageOutside: 7
        case .voltageInside: 8
        case .dayAbove: 9
        case .dayBelow: 10
        case .dayOver: 11
        case .meterSilent: 12
        case .meterHeard: 13
        case .listsMissing: 14
        case .listsComing: 15
        case .clockWrong: 16
        case .clockRight: 17
        case .brokerAway: 18
        case .brokerBack: 19
        case .diskLow: 20
        case .diskEnough: 21
        case .ruleGone: 22
        }
    }

    @Test("Every situation is among those tried")
    func all() {
        #expect(Set(Self.situations.map(name)) == Set(0...22))
    }

    private static func phrases(_ language: Language) -> [Phrase] {
        [0, 45, 300, 7_200].flatMap { seconds in
            var moment = moment
            moment.heldSeconds = seconds
            return situations.map { language.writer.phrase($0, at: moment) }
        } + [language.writer.phrase(PhraseDraft(.test, .testText))]
    }

    @Test("Texts are whole sentences, without holes", arguments: Language.allCases)
    func sentences(_ language: Language) {
        for phrase in Self.phrases(language) {
            #expect(!phrase.title.isEmpty && !phrase.title.hasSuffix("."))
            for text in [phrase.text] + [phrase.advice].compactMap({ $0 }) {
                #expect(text.hasSuffix(".") && text.count > 5, "\(text)")
                #expect(text.first?.isLowercase == false, "\(text)")
            }
            for text in [phrase.title, phrase.text, phrase.advice ?? ""] {
                for wrong in [
                    "  ", " .", " ,", "..", "nil", "Optional", "\\(", "--", "  ", "{", "}", "[", "]",
                ] {
                    #expect(!text.contains(wrong), "\(text)")
                }
                #expect(text == text.trimmingCharacters(in: .whitespaces))
            }
        }
    }

    @Test("Numbers are written as the language writes them")
    func numbers() {
        for language in Language.allCases {
            for phrase in Self.phrases(language) {
                let all = "\(phrase.title) \(phrase.text) \(phrase.advice ?? "")"
                // A date and a clock are no decimals: 15.01.2026.
                let plain = all.replacing(/\d\d\.\d\d\.\d{4}/, with: "")
                let wrong = language == .en ? plain.firstMatch(of: /\d,\d/) : plain.firstMatch(of: /\d\.\d/)
                #expect(wrong == nil, "\(all)")
                let withoutClocks = plain.replacing(/kl\. \d\d:\d\d|\d\d:\d\d–\d\d:\d\d/, with: "")
                #expect(language == .en || withoutClocks.firstMatch(of: /:\d/) == nil, "\(all)")
            }
        }
    }

    /// Words of the other language that have no business here.
    @Test(
        "Bokmål is bokmål, nynorsk is nynorsk, and neither is English",
        arguments: [
            (
                Language.nb,
                [
                    "ikkje", "frå", "målar", "att", "vart", "kjem", "ein", "dei", "vere", "grensa", "no",
                    "straum",
                ]
            ),
            (
                .nn,
                [
                    "ikke", "fra", "måleren", "igjen", "ble", "kommer", "en", "de", "være", "grensen", "nå",
                    "strøm",
                    "hvis", "jeg", "timen er sett",
                ]
            ),
        ]
    )
    func languages(_ language: Language, _ foreign: [String]) {
        let english = ["the", "is", "of", "and", "has", "hour"]
        for phrase in Self.phrases(language) {
            let text = "\(phrase.title) \(phrase.text) \(phrase.advice ?? "")".lowercased()
            let words = Set(text.split { !$0.isLetter }.map(String.init))
            #expect(words.isDisjoint(with: foreign), "\(text)")
            #expect(words.isDisjoint(with: english), "\(text)")
        }
    }

    @Test("Each situation is said differently in each language, with the same figures")
    func alike() {
        for situation in Self.situations {
            let phrases = Language.allCases.map { $0.writer.phrase(situation, at: Self.moment) }
            #expect(Set(phrases.map { $0.title + $0.text }).count == 3, "\(phrases[0].text)")
            #expect(Set(phrases.map { $0.advice == nil }).count == 1)
            let figures = phrases.map { phrase in
                "\(phrase.title) \(phrase.text) \(phrase.advice ?? "")".replacing(",", with: ".")
                    .replacing(/(\d\d)\.(\d\d)\.(\d{4})/) { "\($0.3)-\($0.2)-\($0.1)" }
                    .matches(of: /\d+(\.\d+)?/).map { String($0.0) }.sorted()
            }
            #expect(Set(figures).count == 1, "\(figures)")
        }
    }

    @Test("What is said in Norwegian", arguments: [(Language.nb, "nb"), (.nn, "nn")])
    func samples(_ language: Language, _ name: String) {
        let phrase = language.writer.phrase(.hourAtRisk(Self.hour()), at: Self.moment)
        #expect(phrase.advice == "Slå av 1,9 kW til kl. 17:00.")
        #expect(
            phrase.text
                == (language == .nb
                    ? "Timen 16:00–17:00 ser ut til å ende på 5,63 kWh. Ved 5,00 kWh når den neste trinn i kapasitetsleddet"
                        + " (sannsynlighet 81 %). Hittil er det brukt 2,10 kWh."
                    : "Timen 16:00–17:00 ser ut til å ende på 5,63 kWh. Ved 5,00 kWh når han neste trinn i kapasitetsleddet"
                        + " (sannsyn 81 %). Så langt er det brukt 2,10 kWh.")
        )
    }

    @Test(
        "On the night with two hours from two to three, each is named by its clock and has a key of its own"
    )
    func autumn() throws {
        var engine = try AlertEngine(.hourForecast(probability: 0.8), language: .nb)
        let hours = ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"].map { utc($0) }
        let alerts = hours.flatMap { start in
            [LedgerEvent.risk(0.9, at: start.adding(seconds: 1_800)), .closed(start, importWh: 5_100)]
                .flatMap { engine.consider($0) }
        }
        #expect(alerts.map(\.state) == [.raised, .cleared, .raised, .cleared])
        #expect(Set(alerts.map(\.key)).count == 2)
        #expect(alerts[0].text.hasPrefix("Timen 02:00–02:00 "))
        #expect(alerts[2].text.hasPrefix("Timen 02:00–03:00 "))
    }
}
