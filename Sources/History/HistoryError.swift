/// What the history could not do, with the file it could not do it to.
public struct HistoryError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// The file is no database or a damaged one.
        case damaged
        /// The disk is full.
        case diskFull
        /// The folder or the file may not be written.
        case notWritable
        /// Written by a newer kilovakt.
        case newerVersion
        /// Anything else, in SQLite's words.
        case other(String)
    }

    public var kind: Kind
    public var path: String

    public init(_ kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    public var description: String {
        switch kind {
        case .damaged: "\(path): not a kilovakt database, or a damaged one"
        case .diskFull:
            "\(path): the disk is full; free some space, what was not written is kept in memory meanwhile"
        case .notWritable:
            "\(path): cannot be opened for writing; check that the folder exists and belongs to the user that kilovakt runs as"
        case .newerVersion:
            "\(path): written by a newer kilovakt; install that version or name another storage path"
        case .other(let words): "\(path): \(words)"
        }
    }
}
