import CSSL

/// Has OpenSSL check a broker's certificate, chain and host, and remembers why it was not accepted: libmosquitto says
/// that it was not, and does not say why.
///
/// OpenSSL's own parameter for the host (`X509_VERIFY_PARAM_set1_host` and `…_set1_ip_asc`) would check a name or an
/// address, and home-made certificates have an address in the place of a name: hence both are asked here.
///
/// Used by one thread; lives at least as long as the connection that it belongs to.
final class CertificateCheck {
    /// OpenSSL's reason; 0 when there was none.
    private(set) var problem: Int32 = 0
    /// The TLS alert that the broker ended the connection with, and OpenSSL's words for it.
    private(set) var alert: (code: Int32, text: String)?
    /// The broker has asked for our certificate.
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
        // Called when a server asks, even where we have none.
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

    /// - Returns: 1 for a certificate that is accepted.
    private func check(_ store: OpaquePointer) -> Int32 {
        // libmosquitto's own look at the host (2.0.11) refuses all in a context that is not its own.
        X509_STORE_CTX_set_verify_cb(store) { isGood, _ in isGood }
        guard X509_verify_cert(store) == 1 else {
            problem = X509_STORE_CTX_get_error(store)
            return 0
        }
        let certificate = X509_STORE_CTX_get0_cert(store)
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
