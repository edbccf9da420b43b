import ArgumentParser
import Dashboard
import Foundation
import Glibc
import Settings

struct PasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Make the dashboard's password.",
        discussion: """
            Asks for a password, or reads the first line of standard input, and writes its hash, which \
            dashboard.password in the configuration refers to. The password itself is not stored anywhere.
            """
    )

    @Option(
        help: "The file to write the hash to, readable only by its owner; without it, the hash is printed."
    )
    var out: String?

    func run() throws {
        let hash = try PasswordHash(of: try PasswordPrompt.read())
        guard let out else { return print(hash.text) }
        try PrivateFile.write(hash.text + "\n", to: out)
        print("Written. In the configuration: dashboard: { password: \"file:\(out)\" }")
    }
}

/// Asks for a new password.
enum PasswordPrompt {
    /// From a terminal it is asked for twice and not shown; from elsewhere one line is read.
    static func read() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine() else { throw PasswordMissing.nothing }
            return line
        }
        let password = try ask("New password: ")
        guard try ask("The same again: ") == password else { throw PasswordMissing.different }
        return password
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            // The line end that was typed was not shown either.
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine() else { throw PasswordMissing.nothing }
        return line
    }
}

/// No password came of it.
enum PasswordMissing: Error, CustomStringConvertible {
    case nothing
    case different

    var description: String {
        switch self {
        case .nothing: "no password was given; type one, or hand it over as a line of standard input"
        case .different: "the two are different; try again"
        }
    }
}

/// A file for its owner alone.
enum PrivateFile {
    /// Puts it in the place of what was there, in one step.
    static func write(_ text: String, to path: String) throws {
        let part = "\(path).\(getpid()).part"
        let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError(path: path, reason: String(cString: strerror(errno))) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count
        guard close(file) == 0, isWritten, rename(part, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(part)
            throw FileError(path: path, reason: reason)
        }
    }
}
