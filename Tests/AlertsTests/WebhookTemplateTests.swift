import Alerts
import Civil
import Foundation
import TestSupport
import Testing

@testable import Alerts

@Suite("A household's own templates")
struct WebhookTemplateTests {
    private func rendered(_ text: String, _ contentType: String, _ alert: Alert) throws -> String {
        let template = try WebhookTemplate(parsing: text, contentType: contentType)
        return String(decoding: try template.body(for: alert, in: .home, constants: [:]), as: UTF8.self)
    }

    private func error(_ text: String, _ contentType: String = "application/json") -> String {
        do throws(TemplateError) {
            _ = try WebhookTemplate(parsing: text, contentType: contentType)
            return ""
        } catch {
            return error.description
        }
    }

    @Test("Values are escaped as the content type needs it")
    func escaping() throws {
        var alert = alert("k")
        alert.title = "a\"b\\c<d>&'\næ €"
        #expect(
            try rendered(#"{"t":"{{title}}"}"#, "application/json; charset=utf-8", alert)
                == #"{"t":"a\"b\\c<d>&'\næ €"}"#
        )
        #expect(
            try rendered("<t>{{title}}</t>", "application/xml", alert)
                == "<t>a&quot;b\\c&lt;d&gt;&amp;&#39;\næ €</t>"
        )
        #expect(
            try rendered("t={{title}}&k={{key}}", "application/x-www-form-urlencoded", alert)
                == "t=a%22b%5Cc%3Cd%3E%26%27%0A%C3%A6%20%E2%82%AC&k=k"
        )
        #expect(try rendered("{{title}}", "text/plain", alert) == "a\"b\\c<d>&'\næ €")
    }

    @Test("Sections, times in UTC and locally, figures, and what no alert has")
    func fields() throws {
        var alert = alert("k")
        let text =
            "{{#raised}}R{{/raised}}{{#cleared}}C{{/cleared}} {{time}} {{time_local}} {{#power_w}}{{power_w}} W{{/power_w}}"
            + "{{^power_w}}none{{/power_w}}{{#advice}} {{advice}}{{/advice}} {{state_text}} {{hour_start_local}}|{{step_risk}}"
        #expect(
            try rendered(text, "text/plain", alert)
                == "R 2026-01-15T15:00:00Z 2026-01-15 16:00 none Advarsel |"
        )
        alert.state = .cleared
        alert.numbers.powerW = 9_800
        alert.numbers.stepRisk = Decimal(string: "0.813")
        alert.numbers.hourStart = four
        alert.advice = "Now"
        #expect(
            try rendered(text, "text/plain", alert)
                == "C 2026-01-15T15:00:00Z 2026-01-15 16:00 9800 W Now Over 2026-01-15 16:00|0.813"
        )
    }

    @Test(
        "What would fail at the first alert is said at the start",
        arguments: [
            ("", "empty"),
            ("{{titel}}", "line 1: alerts have no field \"titel\""),
            ("a\nb\n{{#advice}}\n", "a section is not closed"),
            ("{{#advice}}x{{/text}}", "the end of a section does not match its beginning"),
            ("x\n{{title", "line 2: "),
            ("{{> other}}", "line 1: only values, sections and comments"),
            ("{{=<% %>=}}", "line 1: only values, sections and comments"),
            ("{{% CONTENT_TYPE: TEXT}}", "line 1: only values, sections and comments"),
            ("{{shout(title)}}", "unknown escape \"shout\""),
            (#"{"t":{{title}}}"#, "does not make valid JSON"),
            (#"{"t":"{{{title}}}"}"#, "does not make valid JSON"),
            (#"{"t":"{{&title}}"}"#, "does not make valid JSON"),
            (
                #"{"w":{{power_w}}}"#,
                "does not make valid JSON, which it is sent as (application/json), for an alert without figures"
            ),
            (#"{"t":"{{title}}",}"#, "does not make valid JSON"),
            (#"["{{title}}" , ]"#, "does not make valid JSON"),
            (String(repeating: "{{#advice}}", count: 17), "nested more than 16 deep"),
            (String(repeating: "x", count: 16_385), "16385 bytes; allowed: at most 16384"),
        ]
    )
    func mistakes(_ text: String, _ words: String) {
        let error = error(text)
        #expect(error.contains(words), "\(error)")
    }

    @Test("A template that grows beyond what anybody takes is refused", .ownThread)
    func growing() {
        let text = String(repeating: "{{text}}", count: 2_000)
        var alert = alert("k")
        alert.text = String(repeating: "x", count: 10_000)
        #expect(throws: TemplateError.self) {
            _ = try WebhookTemplate(parsing: text, contentType: "text/plain")
                .body(for: alert, in: .home, constants: [:])
        }
    }

    @Test("Texts are cut between characters, and never in the middle of an escape")
    func cutting() {
        #expect(TemplateEscape.slack.text("a&b", maxBytes: 5) == "a…")
        #expect(TemplateEscape.slack.text("a&b", maxBytes: 6) == "a&amp;…")
        #expect(TemplateEscape.plain.text("æøå", maxBytes: 5) == "æø…")
        #expect(TemplateEscape.json.text("\u{1}\u{2029}\"") == "\\u0001\\u2029\\\"")
    }

    @Test("Templates made of random pieces are refused or make what they promise", .ownThread)
    func randomTemplates() throws {
        let pieces = [
            "{{", "}}", "{", "}", "#", "^", "/", "!", "&", "=", "%", ">", "<", "$", "(", ")", ".", " ", "\n",
            "\r\n", "\"",
            "title", "advice", "slack(", "{{title}}", "{{#advice}}", "{{/advice}}", "{{^advice}}",
            "{\"a\":\"", "\"}",
            "{{slack(title)}}", "{{.}}", "æ", "e\u{301}", "\u{301}", "\u{0}", "{{!", "{{#slack(text)}}",
            "{{/slack(text)}}",
        ]
        var random = SeededRandom(5)
        var accepted = 0
        for round in 0..<2_000 {
            let text = (0..<Int.random(in: 1...12, using: &random))
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let type = round.isMultiple(of: 2) ? "application/json" : "text/plain"
            guard let template = try? WebhookTemplate(parsing: text, contentType: type) else { continue }
            accepted += 1
            for hostile in ServiceTemplateTests.hostile {
                var alert = alert("k")
                alert.title = hostile
                alert.advice = hostile
                let body = Data(try template.body(for: alert, in: .home, constants: [:]))
                guard type == "application/json" else { continue }
                #expect(
                    (try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)) != nil,
                    "\(text)"
                )
            }
        }
        #expect(accepted > 100)
    }

    @Test("An alert on disk that was damaged anywhere is read or refused", .ownThread)
    func damagedAlerts() throws {
        let whole = try alert("power_above/1/2").json()
        var random = SeededRandom(7)
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
                }
            }
            guard let read = try? Alert(json: bytes) else { continue }
            #expect((try? JSONSerialization.jsonObject(with: Data(read.json()))) != nil)
            _ = try? WebhookTemplate(.telegram).body(for: read, in: .home, constants: [:])
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 60_000)
        #expect(throws: UnreadableAlert.self) { _ = try Alert(json: deep) }
        let far = String(decoding: whole, as: UTF8.self).replacing("2026-01-15T", with: "292277026-01-15T")
        #expect((try? Alert(json: Array(far.utf8))).map { $0.time <= .distantFuture } ?? true)
    }
}
