import Alerts
import CheckedYAML
import Foundation
import HTTPClient

extension ConfigurationFile {
    /// The webhooks, each told of what is wrong with it.
    ///
    /// - Parameter file: of the configuration: a template's path is read from beside it.
    static func webhooks(_ root: inout CheckedMapping, file: String) -> [Webhook] {
        var names: Set<String> = []
        return (root.mappings("webhooks") ?? []).compactMap { section in
            guard let webhook = webhook(section, file: file) else { return nil }
            guard names.insert(webhook.name).inserted else {
                section.mistake("another webhook has this name; each needs its own", at: "name")
                return nil
            }
            return webhook
        }
    }

    private static func webhook(_ section: CheckedMapping, file: String) -> Webhook? {
        var section = section
        let name = section.value("name", webhookName)
        let url = section.value("url", Secret.read)
        let body = WebhookBody(&section, file: file, url: url)
        let secret = section.value("secret", Secret.read)
        let headers = headers(section.mapping("headers"))
        let authority = section.text("authority_file")
        let method: HTTPRequest.Method =
            section.choice("method", of: ["POST", "PUT"]) == "PUT" ? .put : .post
        let expires = section.seconds("expires", in: 60...7 * 86_400, allowed: "from 1m to 168h")
        let timeout = section.seconds("timeout", in: 1...60, allowed: "from 1s to 60s")
        section.end()
        if !section.contains("name") {
            section.mistake("missing; alerts name their webhooks by it", at: "name")
        }
        if !section.contains("url") { section.mistake("missing; where the alert is posted", at: "url") }
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
            section.mistake(error.description, at: "url")
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
    private static func headers(_ section: CheckedMapping) -> [HTTPHeader] {
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
}
