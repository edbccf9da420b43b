import GRDB

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
        /// Written by an older kilovakt, and opened to be read only.
        case olderVersion
        /// There is no file, and none is to be made.
        case missing
        /// A value in the file, which this version cannot read.
        case unreadable(String)
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
            "\(path): the disk is full; free some space"
        case .notWritable:
            "\(path): cannot be opened for writing; check that the folder exists and belongs to the user that kilovakt runs as"
        case .newerVersion:
            "\(path): written by a newer kilovakt; install that version or name another storage path"
        case .olderVersion:
            "\(path): written by an older kilovakt; start the daemon once, which brings it to this version"
        case .missing:
            "\(path): no such file; the daemon writes it, or storage.path in the configuration names another"
        case .unreadable(let what): "\(path): \(what)"
        case .other(let words): "\(path): \(words)"
        }
    }
}

extension HistoryError {
    /// SQLite's result, in a household's words.
    init(_ error: any Error, path: String) {
        if let error = error as? HistoryError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other(String(describing: error)), path: path)
            return
        }
        switch error.resultCode {
        // SQLite says only of some of its writes that the disk is full.
        case .SQLITE_IOERR where !DiskRoom.sufficesToOpen(path),
            .SQLITE_CANTOPEN where !DiskRoom.sufficesToOpen(path):
            self.init(.diskFull, path: path)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self.init(.damaged, path: path)
        case .SQLITE_FULL: self.init(.diskFull, path: path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: self.init(.notWritable, path: path)
        default: self.init(.other(error.message ?? String(describing: error)), path: path)
        }
    }
}
