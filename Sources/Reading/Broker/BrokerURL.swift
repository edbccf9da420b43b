import Foundation

/// An address with its login, as the configuration writes it: `mqtt://host`, `mqtt://user:password@host:1883`,
/// `mqtts://[fe80::1]`.
package struct BrokerURL: Sendable {
    package var address: BrokerAddress
    package var user: String?
    package var password: String?

    /// Reads an address. Without a port, it is 1883, and 8883 for `mqtts`.
    ///
    /// - Parameter text: in user and password, characters that mean something in an address are written as `%` and two
    ///   digits.
    /// - Throws: what is wrong with it, without a word of the address: a password may be anywhere in it.
    package init(_ text: String) throws(BrokerURLError) {
        guard let parts = URLComponents(string: text) else { throw .notAnAddress }
        let usesTLS: Bool
        switch parts.scheme?.lowercased() {
        case "mqtt": usesTLS = false
        case "mqtts": usesTLS = true
        default: throw .scheme
        }
        guard let host = parts.host, !host.isEmpty else { throw .host }
        guard ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else { throw .rest }
        guard let port = UInt16(exactly: parts.port ?? Int(BrokerAddress.usualPort(usesTLS: usesTLS))),
            port > 0
        else { throw .port }
        address = BrokerAddress(
            // URLComponents leaves an IPv6 address in its brackets; a resolver wants it without.
            host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host,
            port: port,
            usesTLS: usesTLS
        )
        user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        password = parts.password
        guard password == nil || user != nil else { throw .passwordWithoutUser }
    }
}

/// Mistakes in a broker's address. No case repeats the address that was given: a password may be in it.
public enum BrokerURLError: Error, Sendable, Hashable {
    /// It cannot be read as an address at all.
    case notAnAddress
    /// Neither `mqtt` nor `mqtts` before `://`.
    case scheme
    /// No host.
    case host
    /// A port outside 1...65535.
    case port
    /// Something after host and port.
    case rest
    /// MQTT 3.1.1 has no password without a user.
    case passwordWithoutUser
}

extension BrokerURLError: CustomStringConvertible {
    /// The mistake, and what is allowed.
    public var description: String {
        switch self {
        case .notAnAddress:
            "not an address; \(Self.allowed); in user and password, write characters such as # / @ : as %23 %2F %40 %3A"
        case .scheme: "begins with neither mqtt:// nor mqtts://; \(Self.allowed)"
        case .host: "has no host; \(Self.allowed)"
        case .port: "has a port outside 1 to 65535; \(Self.allowed)"
        case .rest: "goes on after host and port; \(Self.allowed), and topics are set by keys of their own"
        case .passwordWithoutUser: "has a password without a user; \(Self.allowed)"
        }
    }

    private static let allowed = "allowed is mqtt://host, mqtt://user:password@host:1883 or mqtts://host:8883"
}
