import Foundation

/// An authority of its own and a certificate for 127.0.0.1, made with `openssl` and removed when let go.
public final class MosquittoCertificates: Sendable {
    private let folder: URL

    /// PEM file of the authority, for clients to trust.
    public var authority: String { folder.appending(path: "authority.pem").path }

    /// Lines for the broker's configuration.
    public var configuration: String {
        "certfile \(folder.path)/broker.pem\nkeyfile \(folder.path)/broker.key"
    }

    public init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "mosquitto-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try await openssl(
            ["req", "-x509", "-subj", "/CN=test authority", "-days", "2"] + key
                + ["-keyout", file("authority.key"), "-out", authority]
        )
        try await openssl(
            [
                "req", "-x509", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days",
                "2",
            ] + key
                + ["-addext", "basicConstraints=critical,CA:FALSE"]
                + ["-CA", authority, "-CAkey", file("authority.key")]
                + ["-keyout", file("broker.key"), "-out", file("broker.pem")]
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ name: String) -> String { folder.appending(path: name).path }

    private func openssl(_ arguments: [String]) async throws {
        let process = try MosquittoProcess("/usr/bin/openssl", arguments)
        var said: [String] = []
        for await line in process.lines { said.append(line) }
        guard FileManager.default.fileExists(atPath: arguments.last ?? "") else {
            throw MosquittoFailure(description: "openssl: \(said.joined(separator: "; "))")
        }
    }
}
