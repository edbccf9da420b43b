import Broker

extension Source {
    /// `//host:port/topic`, or `//topic` of the broker that is configured. A host is told by its port, because a topic
    /// may begin with any word; with TLS there is always one.
    static func mqtt(parsing text: Substring, usesTLS: Bool) throws(SourceError.Reason) -> Source {
        guard text.hasPrefix("//") else { throw .notATopic(String(text)) }
        let rest = text.dropFirst(2)
        let first = rest.prefix { $0 != "/" }
        let hasLogin = first.contains("@") || rest.contains("?user=") || rest.contains("?password=")
        guard !hasLogin else { throw .loginInSource }
        let hasHost = usesTLS || first.hasPrefix("[") || endsWithPort(first)
        guard hasHost else { return .mqtt(topic: try topic(rest), broker: nil) }
        let (host, port) = try hostAndPort(first)
        guard !host.isEmpty, first.endIndex < rest.endIndex else { throw .noBroker }
        let address = BrokerAddress(
            host: host,
            port: port ?? BrokerAddress.usualPort(usesTLS: usesTLS),
            usesTLS: usesTLS
        )
        return .mqtt(topic: try topic(rest[first.endIndex...].dropFirst()), broker: address)
    }

    private static func endsWithPort(_ text: Substring) -> Bool {
        guard let colon = text.lastIndex(of: ":") else { return false }
        let digits = text[colon...].dropFirst()
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// A topic is taken as it stands: also one that begins with `/`, which is another one then.
    private static func topic(_ text: Substring) throws(SourceError.Reason) -> String {
        let isTopic =
            !text.isEmpty && text.utf8.count <= 1_024
            && !text.unicodeScalars.contains { "+#".unicodeScalars.contains($0) || $0.value < 0x20 }
        guard isTopic else { throw .notATopic(String(text.prefix(80))) }
        return String(text)
    }
}
