import Foundation

/// Whether a request was meant for this server, by the name that it calls it.
///
/// Any web site can have its own name lead to 127.0.0.1 (DNS rebinding) and let a browser on this machine read from here: but
/// the name that the browser then asks for is the site's.
struct HostCheck: Sendable {
    /// In lower case.
    private let names: Set<String>

    /// - Parameter names: beside this machine's own address, such as that of a reverse proxy.
    init(names: [String]) {
        self.names = Set(names.map { $0.lowercased() } + ["localhost"])
    }

    /// - Parameter authority: the Host header, with or without a port.
    func allows(_ authority: String?) -> Bool {
        guard let authority, let host = Self.host(of: authority) else { return false }
        return names.contains(host) || ListenAddress.isLoopback(host) == true
    }

    /// Without port and brackets, in lower case; `nil` for what is no authority.
    private static func host(of authority: String) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return nil }
            return authority[authority.index(after: authority.startIndex)..<end].lowercased()
        }
        guard let colon = authority.firstIndex(of: ":") else { return authority.lowercased() }
        return isPort(authority[colon...]) ? authority[..<colon].lowercased() : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
