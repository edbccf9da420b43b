import CheckedYAML
public import Civil

extension TariffFile {
    /// The longest text that is read, in bytes; fri-nettleie's longest file has 6 kB.
    public static let longestText = 262_144
    /// The most tariffs that a file may have; fri-nettleie's have up to ten.
    private static let mostTariffs = 200

    /// Reads a file of fri-nettleie's format.
    ///
    /// - Parameters:
    ///   - text: YAML without anchors and aliases, which fri-nettleie does not use.
    ///   - file: the file's name in mistakes and warnings.
    ///   - today: the day that has to be covered. A tariff that is not in force on it and cannot be read is left out with a
    ///     warning; `nil` asks for all of them.
    /// - Throws: `TariffFileError` with every mistake.
    public init(parsing text: String, file: String, today: LocalDay? = nil) throws(TariffFileError) {
        let problems = FileProblems(
            file: file,
            // The format may grow: what it has besides says nothing about prices that are known.
            rules: FileProblems.Rules(refusesUnknownKeys: false, allowsEmptyValues: true)
        )
        let limits = YAMLLimits(bytes: Self.longestText, aliasedValues: 0)
        let root = CheckedMapping(parsing: text, limits: limits, problems: problems)
        let parsed = root.map { Self.parsed($0, today: today) }
        guard let parsed, problems.mistakes.isEmpty else {
            throw TariffFileError(mistakes: problems.sortedMistakes)
        }
        self = parsed
    }

    private static func parsed(_ root: CheckedMapping, today: LocalDay?) -> TariffFile {
        var root = root
        let problems = root.problems
        let company = root.required("netteier", allowed: "the grid company's name, up to 200 characters") {
            $0.count <= 200 ? $0 : nil
        }
        let glns = root.list("gln", longest: 50) ?? []
        let sources = root.list("kilder", longest: 100) ?? []
        let updated = root.day("sist_oppdatert")
        root.passOver("mga")
        let items = root.mappings("tariffer", longest: mostTariffs) ?? []
        var tariffs = items.compactMap { ParsedTariff($0, today: today) }
        root.end()
        if tariffs.isEmpty, problems.mistakes.isEmpty {
            root.mistake("no tariff for a known group of customers", at: "tariffer")
        }
        TariffChecks.run(&tariffs, problems)
        return TariffFile(
            company: (company ?? "").trimming(),
            glns: glns.map(\.text),
            sources: sources.map(\.text),
            updated: updated,
            tariffs: tariffs.map(\.tariff),
            warnings: problems.warnings.sorted { $0.line < $1.line }
        )
    }
}

extension String {
    /// The text without spaces at its ends; some files have them behind a name.
    fileprivate func trimming() -> String {
        let core = drop(while: \.isWhitespace)
        guard let last = core.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(core[...last])
    }
}
