import CSSL

/// Looks on while OpenSSL checks a broker's certificate, and remembers why it did not pass: libmosquitto says that it did not, and
/// not why.
///
/// Used by one thread; lives at least as long as the connection that it looks at.
final class CertificateCheck {
    /// OpenSSL's reason; 0 when there was none.
    private(set) var problem: Int32 = 0

    /// A context for libmosquitto, which sets authorities, certificates and the check of the host's name up in it.
    ///
    /// - Returns: to be released with `SSL_CTX_free`; `nil` without memory.
    func makeContext() -> OpaquePointer? {
        guard let context = SSL_CTX_new(TLS_client_method()) else { return nil }
        SSL_CTX_set_cert_verify_callback(
            context,
            { store, me in
                let isGood = X509_verify_cert(store)
                guard isGood <= 0, let me else { return isGood }
                let check = Unmanaged<CertificateCheck>.fromOpaque(me).takeUnretainedValue()
                check.problem = X509_STORE_CTX_get_error(store)
                return isGood
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        return context
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

    /// - Parameters:
    ///   - complaint: what the library says of a connection that ended.
    ///   - reason: OpenSSL's number, where it refused a certificate.
    /// - Returns: `nil` when the connection ended for something else.
    init?(complaint: String, reason: Int32) {
        let text = complaint.lowercased()
        if text.contains("host name verification failed") {
            self = .hostName
        } else if reason != 0 {
            self.init(reason)
        } else if text.contains("certificate verify failed") {
            self = .hostName
        } else if let alert = Self.alerts.first(where: text.contains) {
            self = .oursRefused(alert)
        } else {
            return nil
        }
    }

    private init(_ reason: Int32) {
        switch reason {
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .hostName
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
            self = .unknownAuthority
        default: self = .other(String(cString: X509_verify_cert_error_string(Int(reason))))
        }
    }

    /// What servers say of a client's certificate: TLS alerts, as OpenSSL writes them.
    private static let alerts = [
        "alert certificate required", "alert bad certificate", "alert unknown ca",
        "alert certificate expired",
        "alert certificate revoked", "alert certificate unknown", "alert unsupported certificate",
        "alert handshake failure", "alert access denied",
    ]
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
