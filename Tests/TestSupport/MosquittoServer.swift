import Foundation
import Synchronization

/// A real broker on a port of its own, with a configuration of its own. Killed when it is let go.
public final class MosquittoServer: Sendable {
    private let reserved: ReservedPort
    private let folder: URL
    private let login: (user: String, password: String)?
    private let program = Mutex<RunningProgram?>(nil)

    public var port: Int { reserved.port }
    public var url: String { "mqtt://127.0.0.1:\(port)" }

    /// Starts a broker, and returns when it takes connections.
    ///
    /// - Parameters:
    ///   - login: who may connect; without it, everybody.
    ///   - more: lines for its configuration, after the listener's.
    public static func started(
        login: (user: String, password: String)? = nil,
        more: String = ""
    ) async throws -> MosquittoServer {
        let broker = try MosquittoServer(login: login, more: more)
        try await broker.start()
        return broker
    }

    /// Has a port, but does not listen on it before `start`.
    public init(login: (user: String, password: String)? = nil, more: String = "") throws {
        self.login = login
        reserved = try ReservedPort()
        folder = try Checkout.temporaryFolder()
        // Without TCP_NODELAY on its side, a round trip takes 40 ms. A subscriber that gets little of the processor would lose what
        // is beyond a thousand messages. As root, it would become another user.
        var lines = [
            "listener \(port) 127.0.0.1", "set_tcp_nodelay true", "persistence false",
            "max_queued_messages 0", "log_dest stderr", "user \(NSUserName())", more,
        ]
        lines.append(
            login == nil ? "allow_anonymous true" : "allow_anonymous false\npassword_file \(passwords.path)"
        )
        _ = try folder.file("mosquitto.conf", lines.joined(separator: "\n"))
    }

    /// Starts it on its port, and returns when it takes connections.
    ///
    /// - Returns: the program, for signals.
    @discardableResult
    public func start() async throws -> RunningProgram {
        if let login {
            let arguments = ["-b", "-c", passwords.path, login.user, login.password]
            _ = try await RunningProgram.run(URL(filePath: "/usr/bin/mosquitto_passwd"), arguments)
        }
        let configuration = folder.appending(path: "mosquitto.conf").path
        let program = try RunningProgram(URL(filePath: "/usr/sbin/mosquitto"), ["-c", configuration])
        guard await program.prints(" running") else {
            throw MosquittoFailure(description: "mosquitto did not start")
        }
        self.program.withLock { $0 = program }
        return program
    }

    /// Kills it, and returns when it is gone.
    public func stop() async {
        let program = program.withLock { program in
            defer { program = nil }
            return program
        }
        program?.send(signal: SIGKILL)
        await program?.ended()
    }

    /// Lets it hang: its connections stay, and nobody answers.
    public func pause() { program.withLock { $0?.send(signal: SIGSTOP) } }

    public func resume() { program.withLock { $0?.send(signal: SIGCONT) } }

    /// A subscriber of everything that is published from here on, or of some topics.
    public func subscriber(_ topics: String = "#") async throws -> MosquittoSubscriber {
        try await MosquittoSubscriber(port: port, topics: [topics])
    }

    private var passwords: URL { folder.appending(path: "passwords") }
}
