import Foundation

/// An authority of its own and a certificate for 127.0.0.1, made with `openssl`.
public final class MosquittoCertificates: Sendable {
    private let folder: URL

    /// PEM file of the authority, for clients to trust.
    public var authority: String { folder.appending(path: "authority.pem").path }

    /// Lines for the broker's configuration.
    public var configuration: String {
        "certfile \(folder.path)/broker.pem\nkeyfile \(folder.path)/broker.key"
    }

    /// Certificate and key of a client, signed by the same authority.
    public var client: (certificate: String, key: String) { (file("client.pem"), file("client.key")) }

    /// - Parameters:
    ///   - host: what the broker's certificate is for: `IP:127.0.0.1`.
    ///   - days: how long it is good for; a negative number makes one that was.
    public init(host: String = "IP:127.0.0.1", days: Int = 2) async throws {
        folder = try Checkout.temporaryFolder()
        try await openssl(
            ["req", "-x509", "-subj", "/CN=test authority", "-days", "2"] + Self.newKey
                + ["-keyout", file("authority.key"), "-out", authority]
        )
        try await makeCertificate("broker", host: host, days: days)
        try await makeCertificate("client", host: "DNS:client", days: 2)
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    /// A request and its signature: `req -x509` takes no days that are past.
    private func makeCertificate(_ name: String, host: String, days: Int) async throws {
        let extensions = "subjectAltName=\(host)\nbasicConstraints=critical,CA:FALSE\n"
        try extensions.write(toFile: file("\(name).ext"), atomically: true, encoding: .utf8)
        try await openssl(
            ["req", "-new", "-subj", "/CN=\(name)"] + Self.newKey
                + ["-keyout", file("\(name).key"), "-out", file("\(name).csr")]
        )
        try await openssl(
            [
                "x509", "-req", "-in", file("\(name).csr"), "-CA", authority, "-CAkey", file("authority.key"),
                "-CAcreateserial", "-days", "\(days)", "-extfile", file("\(name).ext"), "-out",
                file("\(name).pem"),
            ]
        )
    }

    private func file(_ name: String) -> String { folder.appending(path: name).path }

    private func openssl(_ arguments: [String]) async throws {
        let result = try await RunningProgram.run(URL(filePath: "/usr/bin/openssl"), arguments)
        guard result.code == 0 else {
            throw MosquittoFailure(description: "openssl: \(result.lines.joined(separator: "; "))")
        }
    }
}
