import Foundation
import Meters
import TestSupport
import Testing

@testable import Dashboard

@Suite("Who may read", .timeLimit(.minutes(5)))
struct AccessTests {
    private static let password = "korrekt hest æøå"

    private func hash() throws -> PasswordHash { try PasswordHash(of: Self.password, iterations: 1_000) }

    private func basic(_ password: String, user: String = "anyone") -> String {
        "Authorization: Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }

    @Test(
        "With a password nothing is told without it",
        arguments: Endpoint.allCases.map(\.rawValue) + ["/nothing"]
    )
    func closed(path: String) async throws {
        try await TestServer.run(password: hash()) { server async throws in
            let reply = try await server.get(path)
            #expect(reply.status == 401)
            #expect(reply.headers["www-authenticate"]?.hasPrefix("Basic ") == true)
            #expect(!reply.body.contains("1247") && !reply.body.contains(Home.meter.id))
        }
    }

    @Test("The password, the token in a header and the token in the address let in, and nothing else does")
    func ways() async throws {
        let token = try AccessToken("0123456789abcdef")
        try await TestServer.run(password: hash(), token: token) { server async throws in
            let path = "/data.json"
            #expect(try await server.get(path, basic(Self.password)).status == 200)
            #expect(try await server.get(path, basic(Self.password, user: "")).status == 200)
            #expect(try await server.get(path, "Authorization: Bearer 0123456789abcdef").status == 200)
            #expect(try await server.get("\(path)?token=0123456789abcdef").status == 200)
            #expect(try await server.get(path, basic("wrong")).status == 401)
            #expect(try await server.get("\(path)?token=0123456789abcdeg").status == 401)
            #expect(try await server.get(path, "Authorization: Digest x").status == 401)
            #expect(try await server.get(path, "Authorization: Basic %%%").status == 401)
        }
    }

    @Test("With a password any name is answered: a browser that was led astray does not know it")
    func names() async throws {
        try await TestServer.run(password: hash()) { server async throws in
            #expect(
                try await server.get("/data.json", "Host: power.example", basic(Self.password)).status == 200
            )
        }
    }

    @Test("After five wrong tries an address is sent away for a while, the right password with them")
    func limited() async throws {
        try await TestServer.run(password: hash()) { server async throws in
            for _ in 0..<5 {
                #expect(try await server.get("/data.json", basic("wrong password")).status == 401)
            }
            let reply = try await server.get("/data.json", basic(Self.password))
            #expect(reply.status == 429)
            let wait = Int(reply.headers["retry-after"] ?? "") ?? 0
            #expect((1...12).contains(wait))
            // To show nothing is no try.
            #expect(try await server.get("/data.json").status == 401)
        }
    }

    @Test("Thousands of guesses at once are no more than a few")
    func burst() async throws {
        let access = AccessGuard(password: try hash(), token: nil, now: Home.start)
        let verdicts = await withTaskGroup { group in
            for number in 0..<2_000 {
                group.addTask {
                    await access.verdict(
                        on: .password("guess \(number)"),
                        from: "10.0.0.\(number % 200)",
                        at: Home.start
                    )
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.count { $0 == .refused } <= Int(FailureLimiter.inAll))
        #expect(!verdicts.contains(.allowed))
    }

    @Test("Who knows the password or the token gets in while others guess")
    func guessers() async throws {
        let access = AccessGuard(
            password: try hash(),
            token: try AccessToken("0123456789abcdef"),
            now: Home.start
        )
        #expect(
            await access.verdict(on: .password(Self.password), from: "10.1.1.1", at: Home.start) == .allowed
        )
        for number in 0..<40 {
            _ = await access.verdict(on: .token("guess"), from: "10.0.0.\(number)", at: Home.start)
        }
        #expect(
            await access.verdict(on: .password("x"), from: "10.2.2.2", at: Home.start)
                == .limited(afterSeconds: 3)
        )
        #expect(
            await access.verdict(on: .password(Self.password), from: "10.1.1.1", at: Home.start) == .allowed
        )
        #expect(
            await access.verdict(on: .token("0123456789abcdef"), from: "10.3.3.3", at: Home.start) == .allowed
        )
    }

    @Test("Nothing that was shown is in an answer or in the log")
    func secrets() async throws {
        let token = try AccessToken("secret-token-0123456789")
        try await TestServer.run(password: hash(), token: token) { server async throws in
            var replies: [HTTPReply] = []
            for path in Endpoint.allCases.map(\.rawValue) where path != Endpoint.live.rawValue {
                replies.append(try await server.get("\(path)?token=\(token.text)"))
                replies.append(try await server.get(path, basic("a-wrong-password")))
            }
            for secret in [token.text, "a-wrong-password", try hash().text] {
                for reply in replies {
                    #expect(!reply.body.contains(secret))
                    #expect(!reply.headers.values.contains { $0.contains(secret) })
                }
                #expect(!server.log.all.contains { $0.contains(secret) })
            }
        }
    }
}

@Suite("The password's hash")
struct PasswordHashTests {
    @Test("It knows the password and no other")
    func fits() throws {
        let hash = try PasswordHash(of: "korrekt hest", iterations: 1_000)
        #expect(hash.fits("korrekt hest"))
        #expect(!hash.fits("korrekt hes") && !hash.fits("") && !hash.fits("Korrekt hest"))
        #expect(!hash.fits(String(repeating: "x", count: 5_000)))
        #expect(try PasswordHash(hash.text).fits("korrekt hest"))
    }

    @Test("The same password never has the same hash twice, and what is shown of one is nothing")
    func salt() throws {
        let one = try PasswordHash(of: "korrekt hest", iterations: 1_000)
        #expect(try PasswordHash(of: "korrekt hest", iterations: 1_000).text != one.text)
        var dumped = ""
        dump(one, to: &dumped)
        #expect("\(one)" == "password" && !dumped.contains("$"))
    }

    /// Python's hashlib made it: hashlib.pbkdf2_hmac("sha256", b"korrekt hest", b"saltsaltsaltsalt", 1000).
    @Test("It is PBKDF2 as others reckon it")
    func known() async throws {
        let script =
            "import hashlib,base64;print(base64.b64encode(hashlib.pbkdf2_hmac('sha256',b'korrekt hest',b'saltsaltsaltsalt',1000)).decode())"
        let digest =
            try await RunningProgram.run(URL(filePath: "/usr/bin/python3"), ["-c", script]).lines.first ?? ""
        let salt = Data("saltsaltsaltsalt".utf8).base64EncodedString()
        #expect(try PasswordHash("pbkdf2-sha256$1000$\(salt)$\(digest)").fits("korrekt hest"))
    }

    @Test(
        "What is no hash is not taken for one",
        arguments: [
            "", "hunter2hunter2", "pbkdf2-sha256$1000$$", "pbkdf2-sha256$1$c2FsdHNhbHQ=$AAAA",
            "pbkdf2-sha256$99999999999999999999$c2FsdHNhbHQ=$AAAA", "md5$1000$c2FsdHNhbHQ=$AAAA",
            "pbkdf2-sha256$1000$c2FsdHNhbHQ=$AAAA$x",
        ]
    )
    func noHash(text: String) {
        #expect(throws: PasswordError.notAHash) { try PasswordHash(text) }
    }

    @Test("Too short and too long ones are refused")
    func length() {
        #expect(throws: PasswordError.tooShort) { try PasswordHash(of: "1234567", iterations: 1_000) }
        #expect(throws: PasswordError.tooLong) {
            try PasswordHash(of: String(repeating: "x", count: 1_025), iterations: 1_000)
        }
    }
}

@Suite("Addresses, tokens and tries")
struct AccessPartsTests {
    @Test(
        "An address to listen at is numeric, and known to be this machine's alone or not",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", true), ("localhost:80", "127.0.0.1", true),
            ("[::1]:8080", "::1", true),
            ("127.9.9.9:1", "127.9.9.9", true), ("0.0.0.0:8080", "0.0.0.0", false),
            ("[::]:8080", "::", false),
            ("192.168.1.4:65535", "192.168.1.4", false), ("[::ffff:127.0.0.1]:80", "::ffff:127.0.0.1", true),
            ("[::ffff:10.0.0.1]:80", "::ffff:10.0.0.1", false),
        ]
    )
    func address(text: String, host: String, isLoopback: Bool) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(address.isLoopback == isLoopback)
    }

    @Test(
        "What is none is refused",
        arguments: [
            "", "8080", ":8080", "localhost", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x",
            "power.example:80",
            "::1:8080", "[::1]", "[127.0.0.1]:80", "127.1:80", "0x7f000001:80", "2130706433:80",
        ]
    )
    func noAddress(text: String) {
        #expect(throws: ListenAddressError.self) { try ListenAddress(text) }
    }

    @Test(
        "A token is long enough and needs no escaping",
        arguments: ["short", "spaces in it 0123456789", "æøåæøåæøåæøåæøåæøå", ""]
    )
    func token(text: String) {
        #expect(throws: AccessTokenError.self) { try AccessToken(text) }
    }

    @Test("Tries come back with time, one each twelve seconds for an address")
    func refill() {
        var limiter = FailureLimiter(now: Home.start)
        for _ in 0..<5 {
            #expect(limiter.wait(of: "a", at: Home.start) == nil)
            limiter.take(from: "a", at: Home.start)
        }
        #expect(limiter.wait(of: "a", at: Home.start) == .seconds(12))
        #expect(limiter.wait(of: "b", at: Home.start) == nil)
        #expect(limiter.wait(of: "a", at: after(12)) == nil)
        limiter.take(from: "a", at: after(12))
        #expect(limiter.wait(of: "a", at: after(12)) == .seconds(12))
        #expect(limiter.wait(of: "a", at: after(100_000)) == nil)
    }

    @Test("Thousands of addresses are not remembered, and meet the bound for all", .ownThread)
    func many() {
        var limiter = FailureLimiter(now: Home.start)
        for number in 0..<5_000 { limiter.take(from: "\(number)", at: Home.start) }
        #expect(limiter.remembers <= FailureLimiter.remembered)
        #expect(limiter.waitOfAll(at: Home.start) != nil)
    }
}
