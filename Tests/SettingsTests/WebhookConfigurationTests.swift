import Alerts
import CheckedYAML
import Foundation
import HTTPClient
import Settings
import TestSupport
import Testing

@Suite("Webhooks in the configuration")
struct WebhookConfigurationTests {
    private let folder: URL

    init() throws {
        folder = try Checkout.temporaryFolder()
    }

    private func read(_ webhook: String) throws -> [Webhook] {
        let file = folder.appending(path: "k.yaml").path
        return try ConfigurationFile.read("webhooks:\n  - {\(webhook)}", file: file).webhooks
    }

    private func problems(_ webhook: String) -> [String] {
        do {
            _ = try read(webhook)
            return []
        } catch let errors as ConfigurationErrors {
            return errors.errors.map { "\($0.line) \($0.key): \($0.problem)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("Everything that can be set")
    func all() throws {
        try Data("Bearer abc\n".utf8).write(to: folder.appending(path: "token"))
        try Data("<a>{{title}}</a>".utf8).write(to: folder.appending(path: "own.xml"))
        let webhook = try #require(
            try read(
                """
                name: phone, url: "https://example.org/x?y=1", template: "file:own.xml", content_type: text/xml, method: PUT,
                    headers: {Authorization: "file:\(folder.path)/token", X-Extra: "1"}, secret: abc, expires: 2h, timeout: 5s
                """
            ).first
        )
        #expect(webhook.method == .put)
        #expect(webhook.template.contentType == "text/xml")
        #expect(webhook.headers == [HTTPHeader("Authorization", "Bearer abc"), HTTPHeader("X-Extra", "1")])
        #expect(webhook.expirySeconds == 7_200)
        #expect(webhook.totalTimeoutMilliseconds == 5_000)
        #expect(webhook.secret == Array("abc".utf8))
    }

    @Test("The address of an ntfy topic becomes the server's, and the topic a field of the template")
    func ntfy() throws {
        let webhook = try #require(
            try read("name: p, url: \"https://u:p%40@ntfy.example.org:8443/strom_7\", template: ntfy").first
        )
        #expect(webhook.url == "https://u:p%40@ntfy.example.org:8443/")
        #expect(webhook.constants == ["topic": "strom_7"])
    }

    @Test("Telegram brings its chat along", arguments: ["-1001234567890", "@strom"])
    func telegram(_ chat: String) throws {
        let url = "https://api.telegram.org/bot1:x/sendMessage"
        let webhook = try #require(
            try read("name: p, url: \"\(url)\", template: telegram, chat_id: \"\(chat)\"").first
        )
        #expect(webhook.constants == ["chat_id": chat])
        #expect(webhook.url == url)
    }

    @Test(
        "Every service's template is there",
        arguments: ["json", "slack", "discord", "homeassistant"]
    )
    func services(_ name: String) throws {
        #expect(try read("name: p, url: \"https://example.org/x\", template: \(name)").count == 1)
    }

    @Test("What docs/webhooks.md shows can be used as it stands")
    func documented() throws {
        let text = try String(contentsOf: Checkout.root.appending(path: "docs/webhooks.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
            .filter { $0.hasPrefix("webhooks:") }
        #expect(blocks.count == 1)
        for block in blocks {
            #expect(
                try ConfigurationFile.read(block, file: "k.yaml").webhooks.map(\.name) == ["matrix", "pager"]
            )
        }
    }

    @Test(
        "What is wrong is said at its key, with what is allowed",
        arguments: [
            (
                "name: p, url: \"https://e.org\", template: signal",
                "2 webhooks[0].template: signal is not allowed; allowed: json, ntfy,"
            ),
            ("name: p, url: \"https://e.org\", template: \"file:nowhere\"", "webhooks[0].template: "),
            (
                "name: p, url: \"https://e.org\", body: \"{{titel}}\"",
                "webhooks[0].body: line 1: alerts have no field \"titel\""
            ),
            (
                "name: p, url: \"https://e.org\", body: \"{{title}}\"",
                "webhooks[0].body: the template does not make valid JSON"
            ),
            (
                "name: p, url: \"https://e.org\", body: \"1\", template: slack",
                "webhooks[0].body: not allowed beside template"
            ),
            (
                "name: p, url: \"https://e.org\", template: slack, content_type: a/b",
                "webhooks[0].content_type: only allowed with body"
            ),
            (
                "name: p, url: \"https://e.org\", body: \"1\", content_type: text",
                "webhooks[0].content_type: \"text\" is not allowed"
            ),
            ("name: p, url: \"https://e.org\", template: telegram", "webhooks[0].chat_id: missing"),
            (
                "name: p, url: \"https://e.org\", template: telegram, chat_id: me",
                "webhooks[0].chat_id: \"me\" is not allowed"
            ),
            (
                "name: p, url: \"https://e.org\", chat_id: 1",
                "webhooks[0].chat_id: only allowed with template: telegram"
            ),
            (
                "name: p, url: \"https://ntfy.sh\", template: ntfy",
                "webhooks[0].url: not the address of an ntfy topic"
            ),
            (
                "name: p, url: \"https://ntfy.sh/a/b\", template: ntfy",
                "webhooks[0].url: not the address of an ntfy topic"
            ),
            (
                "name: p, url: \"https://e.org\", method: GET",
                "webhooks[0].method: GET is not allowed; allowed: POST, PUT"
            ),
            (
                "name: p, url: \"https://e.org\", expires: 1s",
                "webhooks[0].expires: 1s is not allowed; allowed: from 1m to 168h"
            ),
            ("name: p, url: \"https://e.org\", timeout: 2m", "webhooks[0].timeout: 2m is not allowed"),
            ("name: p, url: \"https://e.org\", headers: {\"A B\": \"s3cret\"}", "webhooks[0].headers.A B: "),
            ("name: \"a/b\", url: \"https://e.org\"", "webhooks[0].name: \"a/b\" is not allowed"),
            (
                "name: p, url: \"https://e.org\"}\n  - {name: p, url: \"https://f.org\"",
                "3 webhooks[1].name: another webhook has this name"
            ),
        ]
    )
    func mistakes(_ webhook: String, _ words: String) {
        let problems = problems(webhook)
        #expect(problems.contains { $0.contains(words) }, "\(problems)")
        #expect(!problems.contains { $0.contains("s3cret") })
    }
}
