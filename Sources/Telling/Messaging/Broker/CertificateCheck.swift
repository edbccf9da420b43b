import CSSL

/// Has OpenSSL check a broker's certificate, chain and host, and remembers why it did not pass: libmosquitto says that it did not,
/// and not why.
///
/// Used by one thread; lives at least as long as the connection that it looks at.
final class CertificateCheck {
    /// OpenSSL's reason; 0 when there was none.
    private(set) var problem: Int32 = 0
    /// The TLS alert that the broker ended the connection with, and OpenSSL's words for it.
    private(set) var alert: (code: Int32, text: String)?
    /// Whether the broker has asked for our certificate.
    private(set) var wantsOurs = false
    private let host: String

    /// - Parameter host: a name or an address, which the certificate has to be for.
    init(host: String) {
        self.host = host
    }

    /// A context for libmosquitto, which sets authorities and certificates up in it.
    ///
    /// - Returns: to be released with `SSL_CTX_free`; `nil` without memory.
    func makeContext() -> OpaquePointer? {
        guard let context = SSL_CTX_new(TLS_client_method()) else { return nil }
        SSL_CTX_set_cert_verify_callback(
            context,
            { store, me in
                guard let store, let me else { return 0 }
                return Unmanaged<CertificateCheck>.fromOpaque(me).takeUnretainedValue().check(store)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        // libssl's place for the owner of a context, which libmosquitto leaves alone.
        SSL_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(self).toOpaque())
        SSL_CTX_set_info_callback(context) { connection, place, value in
            guard place & SSL_CB_ALERT != 0, place & SSL_CB_READ != 0, let connection,
                let me = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), 0)
            else { return }
            let text = SSL_alert_desc_string_long(value).map { String(cString: $0) } ?? "alert"
            Unmanaged<CertificateCheck>.fromOpaque(me).takeUnretainedValue().alert = (value & 0xFF, text)
        }
        // Called when a server asks, whether we have one or not.
        SSL_CTX_set_cert_cb(
            context,
            { _, me in
                guard let me else { return 1 }
                Unmanaged<CertificateCheck>.fromOpaque(me).takeUnretainedValue().wantsOurs = true
                return 1
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        return context
    }

    /// - Returns: 1 for a certificate that passes.
    private func check(_ store: OpaquePointer) -> Int32 {
        // libmosquitto's own look at the host (2.0.11) refuses all in a context that is not its own.
        X509_STORE_CTX_set_verify_cb(store) { isGood, _ in isGood }
        guard X509_verify_cert(store) == 1 else {
            problem = X509_STORE_CTX_get_error(store)
            return 0
        }
        let certificate = X509_STORE_CTX_get0_cert(store)
        // Home-made certificates have an address as their name, too.
        guard
            X509_check_ip_asc(certificate, host, 0) == 1 || X509_check_host(certificate, host, 0, 0, nil) == 1
        else {
            problem = X509_V_ERR_HOSTNAME_MISMATCH
            X509_STORE_CTX_set_error(store, problem)
            return 0
        }
        return 1
    }
}

/// What is wrong with a certificate, the broker's or ours.
enum CertificateProblem: Sendable, Equatable {
    /// Nobody that we trust has signed the broker's.
    case unknownAuthority
    /// The broker's is for another host.
    case hostName
    case expired
    case notYetValid
    /// Another reason against the broker's, in OpenSSL's words.
    case other(String)
    /// The broker does not take ours, or wants one and got none: what it said.
    case oursRefused(String)

    /// - Parameter hasAnswered: whether the broker had said something by MQTT when the connection ended.
    /// - Returns: `nil` when it ended for something else.
    init?(_ check: CertificateCheck, hasAnswered: Bool) {
        if check.problem != 0 {
            self.init(check.problem)
        } else if let (code, text) = check.alert, Self.alerts.contains(code) {
            self = .oursRefused(text)
        } else if check.wantsOurs, !hasAnswered {
            // Its alert is lost where the end of the connection overtakes it.
            self = .oursRefused("it asked for one, and ended the connection")
        } else {
            return nil
        }
    }

    private init(_ reason: Int32) {
        switch reason {
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH: self = .hostName
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
            self = .unknownAuthority
        default: self = .other(String(cString: X509_verify_cert_error_string(Int(reason))))
        }
    }

    /// What servers say of a client's certificate (RFC 8446, 6.2, and RFC 5246, 7.2): handshake_failure, no_certificate,
    /// bad_certificate and the kinds of it, unknown_ca, access_denied, certificate_required.
    private static let alerts: Set<Int32> = [40, 41, 42, 43, 44, 45, 46, 48, 49, 116]
}

extension CertificateProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknownAuthority:
            "its certificate is signed by nobody who is trusted here; set mqtt.ca to the file of the authority that signed it"
        case .hostName:
            "its certificate is for another host; use a name or address in mqtt.url that the certificate has"
        case .expired:
            "its certificate has expired; renew it at the broker, or set this machine's clock right"
        case .notYetValid: "its certificate is not valid yet; set this machine's clock right"
        case .other(let why): "its certificate is not accepted: \(why); check the certificate, and mqtt.ca"
        case .oursRefused(let alert):
            "it does not take this client's certificate (\(alert)); check that mqtt.certificate and mqtt.key are the ones it wants"
        }
    }
}
