import Alerts
import CheckedYAML
import Foundation

/// What a webhook's body is made of, as `template`, or `body` and `content_type`, say; and what the service needs for it.
struct WebhookBody {
    private(set) var template: WebhookTemplate?
    /// Where it is sent: ntfy takes JSON at its root and not at the topic's address, which people know.
    private(set) var url: String?
    private(set) var constants: [String: String] = [:]

    /// - Parameters:
    ///   - file: of the configuration.
    ///   - url: as configured.
    init(_ section: inout CheckedMapping, file: String, url: String?) {
        self.url = url
        let contentType = section.value("content_type", Self.contentType)
        let named = section.value("template") { text in try Named(text, file: file) }
        let body = section.value("body") { text throws(TemplateError) in
            try WebhookTemplate(parsing: text, contentType: contentType ?? Self.usualContentType)
        }
        let chat = section.value("chat_id", Self.chat)
        if section.contains("template"), section.contains("body") {
            section.mistake("goes not with template: one of them makes the body", at: "body")
        }
        template = body
        switch named {
        case .own(let text):
            do throws(TemplateError) {
                template = try WebhookTemplate(
                    parsing: text,
                    contentType: contentType ?? Self.usualContentType
                )
            } catch {
                section.mistake(error.description, at: "template")
            }
        case .service(let service):
            take(service, chat: chat, &section)
        case nil: break
        }
        let isTelegram = if case .service(.telegram)? = named { true } else { false }
        if section.contains("chat_id"), !isTelegram {
            section.mistake("goes with template: telegram only", at: "chat_id")
        }
        let isOwn = if case .own? = named { true } else { section.contains("body") }
        if section.contains("content_type"), !isOwn {
            section.mistake("goes with a body or a template of your own only", at: "content_type")
        }
    }

    private static let usualContentType = "application/json; charset=utf-8"

    private enum Named {
        case service(ServiceTemplate)
        case own(String)

        /// - Parameter file: of the configuration: paths are relative to its folder.
        init(_ text: String, file: String) throws {
            if let service = ServiceTemplate(rawValue: text) {
                self = .service(service)
                return
            }
            guard text.hasPrefix("file:") else {
                let services = ServiceTemplate.allCases.map(\.rawValue).joined(separator: ", ")
                throw NotAllowed(text, "\(services), or file: and the path of a template of your own")
            }
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = URL(fileURLWithPath: String(text.dropFirst(5)), relativeTo: folder).path
            self = .own(String(decoding: try FileBytes.read(path), as: UTF8.self))
        }
    }

    private mutating func take(
        _ service: ServiceTemplate,
        chat: String?,
        _ section: inout CheckedMapping
    ) {
        do throws(TemplateError) {
            template = try WebhookTemplate(service)
        } catch {
            section.mistake(error.description, at: "template")
        }
        switch service {
        case .telegram:
            constants["chat_id"] = chat
            if !section.contains("chat_id") {
                section.mistake("missing; the number of the chat, or a channel's @name", at: "chat_id")
            }
        case .ntfy:
            guard let url else { return }
            guard let topic = NtfyTopic(url: url) else {
                self.url = nil
                section.mistake("not a topic of ntfy; allowed: https://ntfy.sh/my-topic", at: "url")
                return
            }
            constants["topic"] = topic.name
            self.url = topic.publishURL
        default: break
        }
    }

    private static func contentType(_ text: String) throws -> String {
        let isAllowed =
            text.utf8.count <= 100 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && text.contains("/")
        guard isAllowed else { throw NotAllowed(text.debugDescription, "such as text/plain; charset=utf-8") }
        return text
    }

    private static func chat(_ text: String) throws -> String {
        let isNumber = Int64(text) != nil
        let isChannel =
            text.hasPrefix("@") && text.utf8.count <= 64
            && text.dropFirst().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isNumber || isChannel else {
            throw NotAllowed(text.debugDescription, "a number, or a channel's @name")
        }
        return text
    }
}

/// A topic of an ntfy server, by the address that people subscribe to.
struct NtfyTopic {
    var name: String
    /// Where JSON for all topics of the server goes.
    var publishURL: String

    /// - Parameter url: `https://ntfy.sh/my-topic`, a user and a password before the host if need be. ntfy lives at the root of
    ///   its host alone.
    init?(url: String) {
        guard var parts = URLComponents(string: url) else { return nil }
        let name = parts.path.dropFirst()
        let isTopic =
            (1...64).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        guard parts.path.hasPrefix("/"), isTopic, parts.host != nil else { return nil }
        parts.path = "/"
        guard let root = parts.string else { return nil }
        self.name = String(name)
        publishURL = root
    }
}
