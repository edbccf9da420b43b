import Alerts
import Foundation
import Logging
import TestSupport
import Testing

@Suite("docs/webhooks.md", .timeLimit(.minutes(5)))
struct WebhookDocumentTests {
    private static let text: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try? String(contentsOf: root.appending(path: "docs/webhooks.md"), encoding: .utf8)
    }()

    /// The first block of code in a language.
    private func block(_ language: String) throws -> String {
        let text = try #require(Self.text)
        let start = try #require(text.range(of: "```\(language)\n"))
        let end = try #require(text.range(of: "\n```", range: start.upperBound..<text.endIndex))
        return String(text[start.upperBound..<end.lowerBound])
    }

    @Test("Its receiver takes what is signed with its secret, and nothing else")
    func receiver() async throws {
        let environment = ["KILOVAKT_SECRET": "æ-hemmelig"]
        let receiver = try RunningProgram(
            URL(filePath: "/usr/bin/python3"),
            ["-c", try block("python"), "0"],
            environment: environment
        )
        let port = try #require(await receiver.line(after: "listening on port "))
        func status(secret: String?, timing: DeliveryTiming = .system) async throws -> Int? {
            let url = "http://127.0.0.1:\(port)/"
            let webhook = try Webhook(name: "phone", url: url, secret: secret.map { Array($0.utf8) })
            let sender = WebhookSender(
                webhooks: [],
                locale: .home,
                version: "1",
                logger: LogLines().logger,
                timing: timing
            )
            return try await sender.test(webhook, alert: .test(at: four, meterName: "Hjemme på hytta")).status
        }
        #expect(try await status(secret: "æ-hemmelig") == 204)
        #expect(await receiver.line(after: "raised ") == "A test from kilovakt ")
        #expect(try await status(secret: "ø-hemmelig") == 401)
        #expect(try await status(secret: nil) == 401)
        #expect(try await status(secret: "æ-hemmelig", timing: TestTime().timing) == 401)
    }

    @Test("Its example is an alert as it is written")
    func example() throws {
        var engine = try AlertEngine(AlertRule(.hourForecast(probability: 0.8)))
        let alert = try #require(engine.consider(.risk(0.8125, 1_800, usedWh: 2_100)).first)
        let example = Data(try block("json").utf8)
        #expect(try JSONDecoder().decode(Alert.self, from: example) == alert)
    }
}
