import CSSL

/// Reasons for not accepting a certificate, the broker's or ours.
public enum CertificateProblem: Sendable, Hashable {
    /// The broker's certificate is not signed by an authority that is trusted here.
    case unknownAuthority
    /// The broker's certificate is for another host.
    case hostName
    case expired
    case notYetValid
    /// Another reason against the broker's certificate, in OpenSSL's words.
    case other(String)
    /// The broker does not accept ours, or wants one and got none; in its words.
    case oursRefused(String)

    /// - Parameter hasAnswered: the broker had said something by MQTT when the connection ended.
    /// - Returns: `nil` when it ended for another reason.
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

    /// The alerts by which servers refuse a client's certificate (RFC 8446, 6.2, and RFC 5246, 7.2): handshake_failure,
    /// no_certificate, bad_certificate and the kinds of it, unknown_ca, access_denied, certificate_required.
    private static let alerts: Set<Int32> = [40, 41, 42, 43, 44, 45, 46, 48, 49, 116]
}

extension CertificateProblem {
    /// The problem and what to do.
    ///
    /// - Parameter keys: the configuration's names for what has to be changed.
    func text(naming keys: BrokerKeys) -> String {
        switch self {
        case .unknownAuthority:
            "its certificate is signed by nobody who is trusted here; set \(keys.authority)"
                + " to the file of the authority that signed it"
        case .hostName:
            "its certificate is for another host; use a name or address in \(keys.address) that the certificate has"
        case .expired:
            "its certificate has expired; renew it at the broker, or set this machine's clock right"
        case .notYetValid: "its certificate is not valid yet; set this machine's clock right"
        case .other(let why):
            "its certificate is not accepted: \(why); check the certificate, and \(keys.authority)"
        case .oursRefused(let alert):
            "it does not take this client's certificate (\(alert)); check that \(keys.certificate)"
                + " and \(keys.key) are the ones it wants"
        }
    }
}
