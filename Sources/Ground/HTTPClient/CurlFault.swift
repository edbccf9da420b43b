internal import CCurl

/// The kinds of curl's errors, by what they say of the address that was asked.
enum CurlFault: Sendable, Hashable {
    /// The address itself, as long as nothing was sent: no later try can be better.
    case address
    case noHost
    case noConnection
    case notSecret
    case timeRanOut
    /// The server sent something that is not an answer of HTTP, or ended in the middle of one.
    case noAnswer
    /// This machine: memory, descriptors, curl itself.
    case thisMachine

    /// - Parameter isSent: a request was on its way: what came after it is not the address's doing.
    init(_ code: CURLcode, isSent: Bool) {
        let kind = Self.kinds[code.rawValue] ?? .noAnswer
        switch kind {
        case .address where isSent: self = .noAnswer
        // Curl has no more memory for one line of headers than 100 kB, however much there is.
        case .thisMachine where isSent && code == CURLE_OUT_OF_MEMORY: self = .noAnswer
        default: self = kind
        }
    }

    /// Every error that a request of HTTP can end with.
    ///
    /// Those of FTP, LDAP, SSH, RTSP, TFTP and of options that are not used are missing: they count as `noAnswer`,
    /// which is tried again. Only `address` is final.
    static let kinds: [UInt32: CurlFault] = Dictionary(
        uniqueKeysWithValues: table.map { ($0.rawValue, $1) }
    )

    private static let table: [(CURLcode, CurlFault)] = [
        // Final: curl's parser finds no host in the address. `HTTPRequest.check` finds almost all of these before; what
        // is left is a host whose letters have no form in ASCII (IDNA).
        (CURLE_URL_MALFORMAT, .address),
        // Final: this curl does not speak the address's scheme. With a request sent, it is curl's word for an answer of
        // HTTP/0.9, which is any text at all.
        (CURLE_UNSUPPORTED_PROTOCOL, .address),

        (CURLE_COULDNT_RESOLVE_HOST, .noHost),
        (CURLE_COULDNT_RESOLVE_PROXY, .noHost),
        (CURLE_COULDNT_CONNECT, .noConnection),
        (CURLE_INTERFACE_FAILED, .noConnection),
        (CURLE_NO_CONNECTION_AVAILABLE, .noConnection),
        (CURLE_QUIC_CONNECT_ERROR, .noConnection),
        (CURLE_PROXY, .noConnection),

        // A certificate is renewed, a clock set right, an authority's file put in its place.
        (CURLE_SSL_CONNECT_ERROR, .notSecret),
        (CURLE_SSL_CERTPROBLEM, .notSecret),
        (CURLE_SSL_CIPHER, .notSecret),
        (CURLE_PEER_FAILED_VERIFICATION, .notSecret),
        (CURLE_SSL_CACERT_BADFILE, .notSecret),
        (CURLE_SSL_CRL_BADFILE, .notSecret),
        (CURLE_SSL_ISSUER_ERROR, .notSecret),
        (CURLE_SSL_PINNEDPUBKEYNOTMATCH, .notSecret),
        (CURLE_SSL_INVALIDCERTSTATUS, .notSecret),
        (CURLE_SSL_CLIENTCERT, .notSecret),
        (CURLE_SSL_SHUTDOWN_FAILED, .notSecret),
        (CURLE_USE_SSL_FAILED, .notSecret),

        (CURLE_OPERATION_TIMEDOUT, .timeRanOut),

        (CURLE_WEIRD_SERVER_REPLY, .noAnswer),
        (CURLE_HTTP2, .noAnswer),
        (CURLE_HTTP2_STREAM, .noAnswer),
        (CURLE_HTTP3, .noAnswer),
        (CURLE_PARTIAL_FILE, .noAnswer),
        (CURLE_GOT_NOTHING, .noAnswer),
        (CURLE_SEND_ERROR, .noAnswer),
        (CURLE_RECV_ERROR, .noAnswer),
        (CURLE_UPLOAD_FAILED, .noAnswer),
        (CURLE_BAD_CONTENT_ENCODING, .noAnswer),
        (CURLE_FILESIZE_EXCEEDED, .noAnswer),
        (CURLE_RANGE_ERROR, .noAnswer),
        (CURLE_HTTP_POST_ERROR, .noAnswer),
        (CURLE_HTTP_RETURNED_ERROR, .noAnswer),
        (CURLE_TOO_MANY_REDIRECTS, .noAnswer),
        (CURLE_SEND_FAIL_REWIND, .noAnswer),
        (CURLE_LOGIN_DENIED, .noAnswer),
        (CURLE_REMOTE_ACCESS_DENIED, .noAnswer),
        (CURLE_AUTH_ERROR, .noAnswer),
        (CURLE_AGAIN, .noAnswer),
        // Our own sink: the headers are longer than it lets in.
        (CURLE_WRITE_ERROR, .noAnswer),

        (CURLE_FAILED_INIT, .thisMachine),
        (CURLE_NOT_BUILT_IN, .thisMachine),
        (CURLE_OUT_OF_MEMORY, .thisMachine),
        (CURLE_READ_ERROR, .thisMachine),
        (CURLE_ABORTED_BY_CALLBACK, .thisMachine),
        (CURLE_BAD_FUNCTION_ARGUMENT, .thisMachine),
        (CURLE_FUNCTION_NOT_FOUND, .thisMachine),
        (CURLE_UNKNOWN_OPTION, .thisMachine),
        (CURLE_SETOPT_OPTION_SYNTAX, .thisMachine),
        (CURLE_SSL_ENGINE_NOTFOUND, .thisMachine),
        (CURLE_SSL_ENGINE_SETFAILED, .thisMachine),
        (CURLE_SSL_ENGINE_INITFAILED, .thisMachine),
        (CURLE_RECURSIVE_API_CALL, .thisMachine),
        (CURLE_UNRECOVERABLE_POLL, .thisMachine),
    ]
}
