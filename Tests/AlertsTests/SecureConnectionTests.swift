import Foundation
import HTTPClient
import TestSupport
import Testing

@Suite("Secure connections", .timeLimit(.minutes(5)))
struct SecureConnectionTests {
    @Test("A private authority is trusted when its file is given, and not otherwise")
    func privateAuthority() async throws {
        let folder = try Checkout.temporaryFolder()
        let key = folder.appending(path: "key.pem").path
        let certificate = folder.appending(path: "certificate.pem").path
        let openssl = URL(filePath: "/usr/bin/openssl")
        let made = try await RunningProgram.run(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-keyout", key, "-out", certificate, "-subj", "/CN=localhost",
                "-addext", "subjectAltName=IP:127.0.0.1",
            ]
        )
        #expect(made.code == 0, "\(made.lines)")
        let server = try RunningProgram(
            openssl,
            ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
        )
        let port = try #require(await server.line(after: "ACCEPT 127.0.0.1:"))

        let client = CurlClient()
        var request = HTTPRequest(.get, "https://127.0.0.1:\(port)/")
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        guard case .tls = error else {
            Issue.record("not refused for its certificate: \(String(describing: error))")
            return
        }
        request.caFile = certificate
        #expect(try await client.send(request).status == 200)

        // The certificate is for the address, not for the name.
        var otherName = HTTPRequest(.get, "https://localhost:\(port)/")
        otherName.caFile = certificate
        await #expect(throws: HTTPError.self) { try await client.send(otherName) }

        request.caFile = "/does/not/exist.pem"
        await #expect(throws: HTTPError.self) { try await client.send(request) }
    }
}
