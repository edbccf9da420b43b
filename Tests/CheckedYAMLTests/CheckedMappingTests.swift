import CheckedYAML
import Testing

@Suite("YAML that is checked while it is read")
struct CheckedMappingTests {
    private func problems(_ strict: Bool = true) -> FileProblems {
        FileProblems(
            file: "f.yaml",
            rules: FileProblems.Rules(refusesUnknownKeys: strict, allowsEmptyValues: !strict)
        )
    }

    private let limits = YAMLLimits(bytes: 10_000, aliasedValues: 1_000)

    @Test("A key that nobody asked for is reported with its line and the key that was probably meant")
    func unknownKey() throws {
        let problems = problems()
        var root = try #require(
            CheckedMapping(parsing: "name: a\nwats: 3\n", limits: limits, problems: problems)
        )
        #expect(root.text("name") == "a")
        #expect(root.integer("watts", in: 0...10) == nil)
        root.end()
        #expect(
            problems.mistakes.map(\.description)
                == ["f.yaml:2: wats: unknown key; did you mean watts? Allowed: name, watts"]
        )
    }

    @Test("Where the format may grow, an unknown key is a warning")
    func growingFormat() throws {
        let problems = problems(false)
        let root = try #require(CheckedMapping(parsing: "new: 1", limits: limits, problems: problems))
        root.end()
        #expect(problems.mistakes.isEmpty)
        #expect(problems.warnings.map(\.key) == ["new"])
    }

    @Test(
        "A key without a value is absent or a mistake, as the rules say",
        arguments: [("a:", false), ("a: ~", false), ("a: ''", false), ("a:", true)]
    )
    func emptyValue(_ text: String, _ isStrict: Bool) throws {
        let problems = problems(isStrict)
        var root = try #require(CheckedMapping(parsing: text, limits: limits, problems: problems))
        #expect(root.text("a") == nil)
        #expect(problems.mistakes.isEmpty == !isStrict)
    }

    /// Nine nested lists of ten aliases each: a billion values in half a kilobyte.
    private var nested: String {
        let lines = (1...9).map { level in
            let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            return "a\(level): &a\(level) [\(names)]"
        }
        return "a0: &a0 [x]\n" + lines.joined(separator: "\n")
    }

    @Test("Nested aliases are refused before they are followed, as lists and as keys")
    func nestedAliases() {
        for text in [nested, nested + "\n? *a9\n: 1\n"] {
            let problems = problems()
            #expect(CheckedMapping(parsing: text, limits: limits, problems: problems) == nil)
            #expect(problems.mistakes.first?.problem.hasPrefix("aliases (*) can stand for more than") == true)
        }
    }

    @Test("One anchor that many values share is read")
    func sharedAnchor() throws {
        let text = "to: &all [phone, mail]\n" + (1...200).map { "r\($0): *all\n" }.joined()
        let problems = problems()
        var root = try #require(CheckedMapping(parsing: text, limits: limits, problems: problems))
        #expect(root.texts("r200") == ["phone", "mail"])
        #expect(problems.mistakes.isEmpty)
    }

    @Test("Anchors are refused where no values may stand behind them", arguments: ["a: &x 1", "a: [*x]"])
    func noAnchors(_ text: String) {
        let problems = problems()
        let none = YAMLLimits(bytes: 10_000, aliasedValues: 0)
        #expect(CheckedMapping(parsing: text, limits: none, problems: problems) == nil)
        #expect(problems.mistakes.map(\.line) == [1])
    }

    @Test(
        "A text that cannot be read says why",
        arguments: [
            ("a: [1", "not YAML"), ("a: 1\na: 2", "given twice: a"), ("- a", "not a mapping"),
            (String(repeating: "#", count: 10_001), "longer than 10000 bytes"),
        ]
    )
    func unreadable(_ text: String, _ reason: String) {
        let problems = problems()
        _ = CheckedMapping(parsing: text, limits: limits, problems: problems)
        #expect(problems.mistakes.first?.problem.contains(reason) == true)
    }
}
