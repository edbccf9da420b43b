import Alerts
import CheckedYAML
import Foundation

/// The body of a webhook, by `template`, or `body` and `content_type`, with the address and the values that a service needs.
struct WebhookBody {
    private(set) var template: WebhookTemplate?
    /// The address to which bodies are sent; `nil` when the configured one does not suit the service.
    private(set) var url: String?
    private(set) var constants: [String: String] = [:]

    /// - Parameters:
    ///   - file: of the configuration.
    ///   - url: as configured.
    init(_ section: inout CheckedMapping, file: String, url: String?) {
        self.url = url
        let contentType = section.value("content_type", Self.contentType)
        let source = section.value("template") { text in try Source(text, file: file) }
        let chat = section.value("chat_id", Self.chat)
        template = section.value("body") { text throws(TemplateError) in
            try Self.template(text, contentType: contentType)
        }
        if let source {
            do throws(TemplateError) {
                template = try source.template(contentType: contentType)
            } catch {
                section.mistake(error.description, at: "template")
            }
        }
        if case .service(let service)? = source { prepare(for: service, chat: chat, &section) }
        Self.check(source, &section)
    }

    /// Complains of keys that do not go together.
    private static func check(_ source: Source?, _ section: inout CheckedMapping) {
        if section.contains("template"), section.contains("body") {
            section.mistake("not allowed beside template; give only one of the two", at: "body")
        }
        if section.contains("chat_id"), source?.isTelegram != true {
            section.mistake("only allowed with template: telegram", at: "chat_id")
        }
        if section.contains("content_type"), source?.isOwn != true, !section.contains("body") {
            section.mistake("only allowed with body, or with template: file:PATH", at: "content_type")
        }
    }

    private mutating func prepare(
        for service: ServiceTemplate,
        chat: String?,
        _ section: inout CheckedMapping
    ) {
        switch service {
        case .telegram:
            constants["chat_id"] = chat
            if !section.contains("chat_id") {
                section.mistake("missing; the number of the chat, or a channel's @name", at: "chat_id")
            }
        case .ntfy:
            guard let url else { return }
            let topic = NtfyTopic(url: url)
            if topic == nil {
                section.mistake(
                    "not the address of an ntfy topic; allowed: https://ntfy.sh/my-topic",
                    at: "url"
                )
            }
            constants["topic"] = topic?.name
            self.url = topic?.publishURL
        default: break
        }
    }

    // MARK: - Values

    /// The origin of a template.
    private enum Source {
        case service(ServiceTemplate)
        /// The text of a template file.
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

        var isTelegram: Bool { if case .service(.telegram) = self { true } else { false } }
        var isOwn: Bool { if case .own = self { true } else { false } }

        func template(contentType: String?) throws(TemplateError) -> WebhookTemplate {
            switch self {
            case .service(let service): try WebhookTemplate(service)
            case .own(let text): try WebhookBody.template(text, contentType: contentType)
            }
        }
    }

    private static func template(_ text: String, contentType: String?) throws(TemplateError)
        -> WebhookTemplate
    {
        try WebhookTemplate(parsing: text, contentType: contentType ?? "application/json; charset=utf-8")
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
