import Alerts
import Foundation
import HTTPClient

extension ConfigurationFile {
    /// The webhooks, each told of what is wrong with it.
    ///
    /// - Parameter file: of the configuration: a template's path is read from beside it.
    static func webhooks(_ root: inout ConfigurationSection, file: String) -> [Webhook] {
        var names: Set<String> = []
        return (root.sections("webhooks") ?? []).compactMap { section in
            guard let webhook = webhook(section, file: file) else { return nil }
            guard names.insert(webhook.name).inserted else {
                section.complain("another webhook has this name; each needs its own", about: "name")
                return nil
            }
            return webhook
        }
    }

    private static func webhook(_ section: ConfigurationSection, file: String) -> Webhook? {
        var section = section
        let name = section.value("name", webhookName)
        let url = section.value("url", Secret.read)
        let body = WebhookBody(&section, file: file, url: url)
        let secret = section.value("secret", Secret.read)
        let headers = headers(section.section("headers"))
        let authority = section.text("authority_file")
        let method: HTTPRequest.Method =
            section.choice("method", of: ["POST", "PUT"]) == "PUT" ? .put : .post
        let expires = span("expires", 60...7 * 86_400, "from 1m to 168h", &section)
        let timeout = span("timeout", 1...60, "from 1s to 60s", &section)
        section.end()
        if !section.contains("name") {
            section.complain("missing; alerts name their webhooks by it", about: "name")
        }
        if !section.contains("url") { section.complain("missing; where the alert is posted", about: "url") }
        guard let name, let url = body.url else { return nil }
        do throws(HTTPError) {
            var webhook = try Webhook(
                name: name,
                url: url,
                secret: secret.map { Array($0.utf8) },
                headers: headers,
                caFile: authority
            )
            webhook.method = method
            webhook.template = body.template ?? .json
            webhook.constants = body.constants
            if let expires { webhook.expirySeconds = expires }
            if let timeout { webhook.totalTimeoutMilliseconds = timeout * 1_000 }
            return webhook
        } catch {
            section.complain(error.description, about: "url")
            return nil
        }
    }

    /// It is the name of a lane of the outbox too, and what `kilovakt alerts test` is called with.
    private static func webhookName(_ text: String) throws -> String {
        let isAllowed =
            text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)
            }
        guard isAllowed else {
            throw NotAllowed(
                text.debugDescription,
                "at most 64 letters, digits, hyphens, underscores and full stops"
            )
        }
        return text
    }

    /// Values may be secret: given as they are, in files or as credentials, and not repeated in a complaint.
    private static func headers(_ section: ConfigurationSection) -> [HTTPHeader] {
        var section = section
        return section.keys.compactMap { name in
            section.value(name) { text in
                let header = HTTPHeader(name, try Secret.read(text))
                do throws(HTTPError) {
                    try HTTPRequest(.post, "http://localhost/", headers: [header]).check()
                } catch {
                    throw FileError(path: name, reason: "\(error). \(error.advice)")
                }
                return header
            }
        }
    }

    private static func span(
        _ key: String,
        _ range: ClosedRange<Int>,
        _ allowed: String,
        _ section: inout ConfigurationSection
    ) -> Int? {
        section.value(key) { text in
            let seconds = try TimeSpan(parsing: text, setting: key).seconds
            guard range.contains(seconds) else { throw NotAllowed(text, allowed) }
            return seconds
        }
    }
}
