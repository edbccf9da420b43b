package import History
import Meters

/// Choice of the meter that a command is about, among those of a history.
package struct MeterChoice {
    private let known: [String]
    private let path: String

    package init(_ store: HistoryStore) throws(HistoryError) {
        known = try store.view { try $0.meters() }
        path = store.path
    }

    /// - Parameters:
    ///   - asked: as given on the command line; `nil` takes the only one.
    ///   - makesNew: whether a history without any may begin with the one that is asked for.
    package func meter(_ asked: String?, makesNew: Bool) throws(MeterChoiceError) -> String {
        guard let asked else {
            if known.count == 1 { return known[0] }
            throw MeterChoiceError(
                kind: known.isEmpty ? (makesNew ? .noneYet : .empty) : .several(known),
                path: path
            )
        }
        if known.contains(asked) { return asked }
        guard known.isEmpty else { throw MeterChoiceError(kind: .unknown(asked, known), path: path) }
        guard makesNew else { throw MeterChoiceError(kind: .empty, path: path) }
        // As the daemon would call it: what a meter may not be called becomes an underline there.
        guard !asked.isEmpty, MeterIdentity(make: .unknown, id: asked, model: "", list: "").id == asked else {
            throw MeterChoiceError(kind: .noNumber(asked), path: path)
        }
        return asked
    }
}

/// A choice of a meter that is not clear.
package struct MeterChoiceError: Error, CustomStringConvertible {
    package enum Kind {
        case noneYet
        case empty
        case several([String])
        case unknown(String, [String])
        case noNumber(String)
    }

    package var kind: Kind
    package var path: String

    package init(kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    package var description: String {
        switch kind {
        case .noneYet:
            "\(path): no meter in the history yet: let the daemon read it first, or name it with --meter: the number that is "
                + "printed on the meter, as kilovakt decode shows it"
        case .empty: "\(path): no meter in the history yet"
        case .several(let known):
            "\(path): several meters in the history: name one with --meter: \(known.joined(separator: ", "))"
        case .unknown(let asked, let known):
            "\(path): no meter \(asked) in the history; there is \(known.joined(separator: ", "))"
        case .noNumber(let asked):
            "--meter \"\(asked)\": not the number of a meter: letters, digits, - and _ are allowed, at most 64 of them"
        }
    }
}
