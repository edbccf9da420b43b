import Foundation
import Synchronization

/// A real broker on a free port of this machine, with a configuration of its own. Killed when it is let go.
public final class MosquittoServer: Sendable {
    private static let path = "/usr/sbin/mosquitto"

    public let port: Int
    private let folder: URL
    private let login: (user: String, password: String)?
    private let process = Mutex<MosquittoProcess?>(nil)

    /// Starts a broker, and returns when it takes connections.
    ///
    /// - Parameters:
    ///   - login: who may connect; without it, everybody.
    ///   - more: lines for its configuration, after the listener's.
    public static func started(
        login: (user: String, password: String)? = nil,
        more: String = ""
    ) async throws -> MosquittoServer {
        // Between finding a free port and taking it, somebody else may take it: hence another try.
        do {
            let broker = try MosquittoServer(login: login, more: more)
            try await broker.start()
            return broker
        } catch let failure as MosquittoFailure where failure.description.contains("Address already in use") {
            let broker = try MosquittoServer(login: login, more: more)
            try await broker.start()
            return broker
        }
    }

    /// Has a port, but does not listen on it before `start`.
    public init(login: (user: String, password: String)? = nil, more: String = "") throws {
        self.login = login
        port = try MosquittoPort.free()
        folder = FileManager.default.temporaryDirectory.appending(path: "mosquitto-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Without TCP_NODELAY on its side, a round trip takes 40 ms. As root, it would become another user.
        var lines = [
            "listener \(port) 127.0.0.1", "set_tcp_nodelay true", "persistence false", "log_dest stderr",
            "user \(NSUserName())", more,
        ]
        lines.append(
            login == nil ? "allow_anonymous true" : "allow_anonymous false\npassword_file \(passwords.path)"
        )

        try lines.joined(separator: "\n").write(to: configuration, atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Starts it on its port, and returns when it takes connections.
    public func start() async throws {
        if let login {
            let arguments = ["-b", "-c", passwords.path, login.user, login.password]
            let tool = try MosquittoProcess("/usr/bin/mosquitto_passwd", arguments)
            for await _ in tool.lines {}
        }
        let process = try MosquittoProcess(Self.path, ["-c", configuration.path])
        var log: [String] = []
        for await line in process.lines {
            log.append(line)
            if line.hasSuffix(" running") {
                self.process.withLock { $0 = process }
                return
            }
        }
        throw MosquittoFailure(description: "mosquitto ended: \(log.joined(separator: "; "))")
    }

    /// Kills it, and returns when its port is free.
    public func stop() async {
        let process = process.withLock { process in
            defer { process = nil }
            return process
        }
        await process?.end()
    }

    /// It hangs: its connections stay, and nobody answers.
    public func pause() { process.withLock { $0?.send(SIGSTOP) } }

    public func resume() { process.withLock { $0?.send(SIGCONT) } }

    private var configuration: URL { folder.appending(path: "mosquitto.conf") }
    private var passwords: URL { folder.appending(path: "passwords") }
}
