import Alerts
import Civil
import Foundation
import TestSupport
import Testing

@testable import Alerts

/// What the services accept, as far as can be known without them: JSON of the right shape, within their limits, whatever a
/// meter's name holds.
@Suite("Templates of services")
struct ServiceTemplateTests {
    /// Names and texts that people, meters and attackers may come up with.
    static let hostile = [
        "Hjemme", "æøå 🏠", "\"},{\"", "\\", "\\u0000", "a\nb\r\nc\td\u{0}e\u{7F}\u{1B}[31m",
        "<!channel> <@U1> @everyone", "<script>alert('x')</script>&amp;", "{{title}} {{{text}}} {{#a}} }}",
        "*b* _i_ ~s~ `c` > q | [l](http://x)", "\u{202E}rtl \u{2028} \u{FEFF}", "e\u{301}\u{301}\u{301}",
        String(repeating: "\"", count: 5_000), String(repeating: "&", count: 5_000),
        String(repeating: "*", count: 5_000), String(repeating: "👨‍👩‍👧‍👦", count: 2_000), "",
    ]

    static let states: [(Alert.State, Alert.Severity)] = [
        (.raised, .info), (.raised, .warning), (.raised, .critical), (.cleared, .warning),
    ]

    private func body(_ service: ServiceTemplate, _ alert: Alert) throws -> Data {
        let constants = ["topic": "strom-7", "chat_id": "-1001234567890"]
        return Data(try WebhookTemplate(service).body(for: alert, in: .home, constants: constants))
    }

    private func hostileAlert(_ text: String, _ state: Alert.State, _ severity: Alert.Severity) -> Alert {
        var alert = alert("power_above/1/2", state)
        alert.severity = severity
        alert.title = text
        alert.text = text
        alert.advice = text
        alert.meter = text
        alert.meterName = text
        alert.name = text
        alert.numbers.powerW = -9_800
        return alert
    }

    private func object(_ data: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test(
        "Whatever the texts hold, every body is a JSON object within bounds",
        .ownThread,
        arguments: ServiceTemplate.allCases
    )
    func hostileTexts(_ service: ServiceTemplate) throws {
        for text in Self.hostile {
            for (state, severity) in Self.states {
                let data = try body(service, hostileAlert(text, state, severity))
                #expect(!(try object(data)).isEmpty)
                if service != .json { #expect(data.count < 20_000) }
            }
        }
    }

    @Test("Raised and cleared look different, and so do the severities", arguments: ServiceTemplate.allCases)
    func looks(_ service: ServiceTemplate) throws {
        let bodies = try Self.states.map { state, severity in
            try body(service, hostileAlert("x", state, severity))
        }
        #expect(Set(bodies).count == Self.states.count)
    }

    @Test("ntfy: a topic by its rules, a priority of 1 to 5, at most 4096 bytes of message")
    func ntfy() throws {
        for text in Self.hostile {
            for (state, severity) in Self.states {
                let object = try object(body(.ntfy, hostileAlert(text, state, severity)))
                #expect(object["topic"] as? String == "strom-7")
                #expect((1...5).contains(try #require(object["priority"] as? Int)))
                #expect(try #require(object["message"] as? String).utf8.count <= 4_096)
                #expect(object["title"] is String)
                #expect(object["tags"] is [String])
            }
        }
        let raised = try object(body(.ntfy, alert("k")))
        #expect(raised["message"] as? String == "Power is 9.8 kW now.")
        #expect(raised["tags"] as? [String] == ["warning", "power_above"])
        #expect(raised["priority"] as? Int == 4)
        #expect(
            try object(body(.ntfy, alert("k", .cleared)))["tags"] as? [String] == [
                "white_check_mark", "power_above",
            ]
        )
    }

    @Test("Slack: nothing that it takes for a command, at most 3000 characters a text")
    func slack() throws {
        for text in Self.hostile {
            let object = try object(body(.slack, hostileAlert(text, .raised, .critical)))
            let attachment = try #require((object["attachments"] as? [[String: Any]])?.first)
            let texts = [object["text"], attachment["text"], attachment["fallback"], attachment["footer"]]
            for text in try texts.map({ try #require($0 as? String) }) {
                #expect(!text.contains("<") && !text.contains(">"))
                #expect(text.replacing(/&(amp|lt|gt);/, with: "").contains("&") == false)
            }
            #expect(try #require(object["text"] as? String).count <= 3_000)
            #expect(try #require(attachment["text"] as? String).count <= 7_000)
            #expect(attachment["color"] as? String == "#d62728")
            #expect(attachment["ts"] as? Int == 1_768_489_200)
        }
    }

    @Test("Discord: nobody is called, and each part is within its limits")
    func discord() throws {
        for text in Self.hostile {
            let object = try object(body(.discord, hostileAlert(text, .cleared, .warning)))
            #expect((object["allowed_mentions"] as? [String: [String]])?["parse"] == [])
            let embeds = try #require(object["embeds"] as? [[String: Any]])
            let embed = try #require(embeds.first)
            let description = try #require(embed["description"] as? String)
            let footer = try #require((embed["footer"] as? [String: Any])?["text"] as? String)
            #expect((1...4_096).contains(description.utf16.count))
            #expect(footer.utf16.count <= 2_048)
            #expect(description.utf16.count + footer.utf16.count <= 6_000)
            #expect(embed["color"] as? Int == 0x2C_A02C)
            #expect(embed["timestamp"] as? String == "2026-01-15T15:00:00Z")
        }
        let marked = hostileAlert("a*b_c [x](y) @here <t:1>", .raised, .warning)
        let embed = try #require((try object(body(.discord, marked))["embeds"] as? [[String: Any]])?.first)
        let description = try #require(embed["description"] as? String)
        #expect(description.contains(#"a\*b\_c \[x\]\(y\) \@here \<t\:1\>"#))
    }

    @Test("Telegram: tags of its HTML alone, closed, and at most 4096 characters without them")
    func telegram() throws {
        for text in Self.hostile {
            let object = try object(body(.telegram, hostileAlert(text, .raised, .warning)))
            #expect(object["chat_id"] as? String == "-1001234567890")
            #expect(object["parse_mode"] as? String == "HTML")
            let html = try #require(object["text"] as? String)
            let plain = html.replacing(/<\/?[bi]>/, with: "")
            #expect(!plain.contains("<") && !plain.contains(">"))
            #expect(plain.replacing(/&(amp|lt|gt|quot|#39);/, with: "").contains("&") == false)
            for tag in ["b", "i"] {
                #expect(
                    html.components(separatedBy: "<\(tag)>").count
                        == html.components(separatedBy: "</\(tag)>").count
                )
            }
            let shown = plain.replacing(/&(amp|lt|gt|quot|#39);/, with: "_")
            #expect((1...4_096).contains(shown.utf16.count))
        }
        #expect(try object(body(.telegram, alert("k")))["disable_notification"] as? Bool == false)
        #expect(try object(body(.telegram, alert("k", .cleared)))["disable_notification"] as? Bool == true)
    }

    @Test("Home Assistant: what a notify action takes, and the alert's own fields")
    func homeAssistant() throws {
        let object = try object(body(.homeassistant, hostileAlert("\"x\"", .raised, .critical)))
        #expect(object["title"] as? String == "🚨 \"x\"")
        #expect(object["message"] as? String == "\"x\" \"x\"")
        #expect(object["tag"] as? String == "power_above/1/2")
        #expect(object["state"] as? String == "raised")
        #expect(object["time_local"] as? String == "2026-01-15 16:00")
    }

    @Test("Every key of an alert's JSON is a field of templates")
    func allFields() throws {
        var alert = alert("k")
        alert.advice = "x"
        let keys = try object(Data(alert.json())).keys
        #expect(Set(keys).subtracting(TemplateFields.known).isEmpty)
        #expect(Set(AlertNumbers.keys).isSubset(of: TemplateFields.known))
    }
}
