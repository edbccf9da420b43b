package import Civil

/// A text in every language that people are told things in.
///
/// `{name}` stands for a value. `[…]` is left out as a whole where a value inside it is missing; such parts may lie in
/// each other. `TextWriter` puts the values in.
package struct LocalizedText: Sendable, Hashable {
    package let nb: String
    package let nn: String
    package let en: String

    package init(nb: String, nn: String, en: String) {
        self.nb = nb
        self.nn = nn
        self.en = en
    }

    /// The same text in every language: a name, a sign.
    package init(same text: String) {
        self.init(nb: text, nn: text, en: text)
    }

    package subscript(language: Language) -> String {
        switch language {
        case .nb: nb
        case .nn: nn
        case .en: en
        }
    }
}

/// The texts of one part of the program, in every language, by their keys.
package struct TextTable<Key: Hashable & Sendable & CaseIterable & RawRepresentable<String>>: Sendable {
    private let rows: [Key: LocalizedText]

    /// - Parameter pages: the rows, in as many pieces as they are easily read in. A key stands in one of them.
    package init(_ pages: [Key: LocalizedText]...) {
        rows = pages.reduce(into: [:]) { rows, page in rows.merge(page) { first, _ in first } }
    }

    /// The text of a key. A key without a row shows its own name; tests see that each has one.
    package subscript(key: Key) -> LocalizedText { rows[key] ?? LocalizedText(same: key.rawValue) }

    /// The keys without a row.
    package var missing: [Key] { Key.allCases.filter { rows[$0] == nil } }
}
