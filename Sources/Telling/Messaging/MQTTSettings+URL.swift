import Foundation

extension MQTTSettings {
    /// Reads a broker's address.
    ///
    /// - Parameter url: `mqtt://host`, `mqtt://user:password@host:1883`, `mqtts://[fe80::1]`. Without a port, 1883, and 8883
    ///   for `mqtts`. In user and password, characters that mean something in an address are written as `%` and two digits.
    /// - Throws: what is wrong with it, without a word of the address: a password may be anywhere in it.
    public init(url: String) throws(MQTTSettingsError) {
        guard let parts = URLComponents(string: url) else { throw .notAnAddress }
        switch parts.scheme?.lowercased() {
        case "mqtt": usesTLS = false
        case "mqtts": usesTLS = true
        default: throw .scheme
        }
        guard let host = parts.host, !host.isEmpty else { throw .host }
        guard ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else { throw .rest }
        let port = parts.port ?? (usesTLS ? 8_883 : 1_883)
        guard (1...65_535).contains(port) else { throw .port }
        // URLComponents leaves an IPv6 address in its brackets; a resolver wants it without.
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.port = port
        user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        password = parts.password
        guard password == nil || user != nil else { throw .passwordWithoutUser }
    }
}
