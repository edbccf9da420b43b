import Civil
import Yams

extension TariffFile {
    /// The longest text that is read, in bytes; fri-nettleie's longest file has 6 kB.
    public static let longestText = 262_144
    /// The most tariffs that a file may have; fri-nettleie's have up to ten.
    static let mostTariffs = 200

    /// Reads a file of fri-nettleie's format.
    ///
    /// - Parameters:
    ///   - text: YAML. One with anchors and aliases is refused: a few lines of them can stand for gigabytes.
    ///   - file: what the file is called in remarks.
    /// - Throws: `TariffFileError` with everything that is wrong.
    public init(parsing text: String, file: String) throws(TariffFileError) {
        let remarks = TariffRemarks(file: file)
        let node = Self.node(text, remarks)
        let parsed = node.map { Self.parsed($0, remarks) }
        guard let parsed, remarks.mistakes.isEmpty else {
            throw TariffFileError(mistakes: remarks.mistakes.sorted { $0.line < $1.line })
        }
        self = parsed
    }

    private static func node(_ text: String, _ remarks: TariffRemarks) -> Node? {
        guard text.utf8.count <= longestText else {
            remarks.mistake(
                "longer than \(longestText) bytes; a tariff file is some kilobytes",
                key: "",
                line: 0
            )
            return nil
        }
        if let line = lineOfAnchor(text) {
            remarks.mistake(
                "anchors and aliases (& and *) are not read; write the values out",
                key: "",
                line: line
            )
            return nil
        }
        do {
            if let node = try compose(yaml: text) { return node }
            remarks.mistake("empty; netteier and tariffer are expected", key: "", line: 0)
        } catch let error as YamlError {
            let (problem, line) = error.words
            remarks.mistake("not YAML: \(problem)", key: "", line: line)
        } catch {
            remarks.mistake("not YAML: \(error)", key: "", line: 0)
        }
        return nil
    }

    /// The line of the first `&name` or `*name` that stands where a value begins. One within a quoted text or a comment is taken
    /// for one too. Bytes from 0x80 on may end a line in YAML.
    private static func lineOfAnchor(_ text: String) -> Int? {
        var line = 1
        var previous = UInt8(ascii: "\n")
        var isMark = false
        for byte in text.utf8 {
            if isMark, byte > 0x20 { return line }
            isMark =
                (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"))
                && (previous <= 0x20 || previous >= 0x80 || "[{,:-?!".utf8.contains(previous))
            if byte == UInt8(ascii: "\n") { line += 1 }
            previous = byte
        }
        return nil
    }

    private static func parsed(_ node: Node, _ remarks: TariffRemarks) -> TariffFile {
        var root = TariffNode(node, path: "", remarks: remarks)
        let company =
            root.required("netteier", "the grid company's name") { $0.count <= 200 ? $0 : nil } ?? ""
        let glns = root.list("gln", longest: 50).map(\.text)
        let sources = root.list("kilder", longest: 100).map(\.text)
        let updated = root.day("sist_oppdatert")
        root.passOver("mga")
        var tariffs = root.mappings("tariffer", longest: mostTariffs).compactMap(ParsedTariff.init)
        root.end()
        if tariffs.isEmpty, remarks.mistakes.isEmpty {
            remarks.mistake(
                "no tariff for a known group of customers",
                key: "tariffer",
                line: root.line(of: "tariffer")
            )
        }
        TariffChecks.run(&tariffs, remarks)
        return TariffFile(
            company: company.trimming(),
            glns: glns,
            sources: sources,
            updated: updated,
            tariffs: tariffs.map(\.tariff),
            warnings: remarks.warnings.sorted { $0.line < $1.line }
        )
    }
}

extension String {
    /// Without spaces at its ends; some files have them behind a name.
    fileprivate func trimming() -> String {
        let core = drop(while: \.isWhitespace)
        guard let last = core.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(core[...last])
    }
}

extension YamlError {
    /// What the YAML parser says, in one line, and where.
    fileprivate var words: (problem: String, line: Int) {
        switch self {
        case .scanner(_, let words, let mark, _), .parser(_, let words, let mark, _),
            .composer(_, let words, let mark, _):
            (words, mark.line)
        case .duplicatedKeysInMapping(let duplicates, _):
            ("given twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))", 0)
        default: ("\(self)".split(separator: "\n").first.map(String.init) ?? "unreadable", 0)
        }
    }
}
