extension Source {
    /// Parses the configuration's text.
    ///
    /// - Throws: what is wrong, and what is allowed in its place.
    public init(_ text: String) throws(SourceError) {
        func error(_ reason: SourceError.Reason) -> SourceError {
            // Whoever writes a password into an address is not to find it in the log.
            SourceError(text: reason == .loginInSource ? "mqtt://…@…" : text, reason: reason)
        }

        guard let colon = text.firstIndex(of: ":") else { throw error(.noScheme) }
        let rest = text[text.index(after: colon)...]
        do throws(SourceError.Reason) {
            switch text[..<colon] {
            case "serial": self = try Self.serial(parsing: rest)
            case "tcp": self = try Self.tcp(parsing: rest)
            case "file": self = try Self.file(parsing: rest)
            case "mqtt": self = try Self.mqtt(parsing: rest, usesTLS: false)
            case "mqtts": self = try Self.mqtt(parsing: rest, usesTLS: true)
            case "simulator": throw .notAPort(String(text[..<colon]))
            default: throw .unknownScheme(String(text[..<colon]))
            }
        } catch let reason {
            throw error(reason)
        }
    }

    private static func serial(parsing text: Substring) throws(SourceError.Reason) -> Source {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let device: SerialDevice
        if parts[0] == "auto" {
            device = .auto
        } else {
            guard parts[0].hasPrefix("/"), parts[0].count > 1 else { throw .deviceNotAPath(String(parts[0])) }
            device = .path(String(parts[0]))
        }
        return .serial(device, try SerialSettings(parsing: parts.count > 1 ? parts[1] : nil))
    }

    private static func tcp(parsing text: Substring) throws(SourceError.Reason) -> Source {
        guard text.hasPrefix("//") else { throw .noHostAndPort }
        let (host, port) = try hostAndPort(text.dropFirst(2))
        guard !host.isEmpty, let port else { throw .noHostAndPort }
        return .tcp(host: host, port: port)
    }

    /// - Returns: the host without brackets, and the port where one is given.
    static func hostAndPort(_ authority: Substring) throws(SourceError.Reason) -> (String, UInt16?) {
        let host: Substring
        let port: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .noHostAndPort }
            host = authority[..<end].dropFirst()
            port = authority[end...].dropFirst()
        } else {
            let colon = authority.firstIndex(of: ":") ?? authority.endIndex
            host = authority[..<colon]
            port = authority[colon...]
            // A bare IPv6 address would be cut at its first colon.
            guard !port.dropFirst().contains(":") else { throw .addressWithoutBrackets }
        }
        if port.isEmpty { return (String(host), nil) }
        let digits = port.dropFirst()
        guard port.hasPrefix(":") else { throw .noHostAndPort }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = UInt16(digits), number > 0 else {
            throw .badValue(key: "port", value: String(digits), allowed: "a whole number from 1 to 65535")
        }
        return (String(host), number)
    }

    private static func file(parsing text: Substring) throws(SourceError.Reason) -> Source {
        guard !text.isEmpty else { throw .noPath }
        return .file(path: String(text))
    }
}

extension SerialSettings {
    /// Parses `baud=2400&parity=even`; `nil` gives the defaults.
    init(parsing query: Substring?) throws(SourceError.Reason) {
        self.init()
        guard let query else { return }
        var seen: Set<Substring> = []
        for pair in query.split(separator: "&", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1] : ""
            guard seen.insert(parts[0]).inserted else { throw .repeatedKey(String(parts[0])) }
            switch parts[0] {
            case "baud": baud = try Self.baud(parsing: value)
            case "parity": parity = try Self.parity(parsing: value)
            default: throw .unknownKey(String(parts[0]), allowed: "baud and parity")
            }
        }
    }

    private static func baud(parsing value: Substring) throws(SourceError.Reason) -> Int {
        guard let baud = Int(value), SerialFormat.bauds.contains(baud) else {
            let allowed = SerialFormat.bauds.map(String.init).joined(separator: ", ")
            throw .badValue(key: "baud", value: String(value), allowed: "one of \(allowed)")
        }
        return baud
    }

    private static func parity(parsing value: Substring) throws(SourceError.Reason) -> ParitySetting {
        if value == "auto" { return .auto }
        guard let parity = Parity(rawValue: String(value)) else {
            throw .badValue(key: "parity", value: String(value), allowed: "even, odd, none or auto")
        }
        return .fixed(parity)
    }
}
