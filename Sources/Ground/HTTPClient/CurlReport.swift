internal import CCurl

/// How a transfer ended, from curl's codes to ours.
struct CurlReport {
    let code: CURLcode
    /// What curl wrote about it; may be empty.
    let words: String
    let easy: UnsafeMutableRawPointer

    func outcome(of request: HTTPRequest, to origin: HTTPOrigin, sink: AnswerSink) -> Exchange.Outcome {
        if sink.isFull, request.oversize == .isAnError {
            return .failure(.answerTooLarge(origin, limitBytes: request.maxAnswerBytes))
        }
        guard code == CURLE_OK || sink.isFull else { return .failure(failure(of: request, to: origin)) }
        var status = 0
        kv_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return .success(
            HTTPAnswer(status: status, headers: sink.headers, body: sink.body, isCutOff: sink.isFull)
        )
    }

    private func failure(of request: HTTPRequest, to origin: HTTPOrigin) -> HTTPError {
        let reason = words.isEmpty ? String(cString: curl_easy_strerror(code)) : words
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return .badURL(reason: String(cString: curl_easy_strerror(code)))
        case CURLE_COULDNT_RESOLVE_HOST:
            return .couldNotResolve(origin)
        case CURLE_COULDNT_CONNECT:
            return .couldNotConnect(origin, reason: reason)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM:
            return .tls(origin, reason: reason)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(origin, afterMilliseconds: elapsed(of: request))
        default:
            return .other(origin, reason: reason)
        }
    }

    /// Which of the two limits was met: curl has one code for both, and says "Operation timed out" of the whole.
    private func elapsed(of request: HTTPRequest) -> Int {
        let total = request.totalTimeoutMilliseconds
        return words.hasPrefix("Operation") ? total : min(request.connectTimeoutMilliseconds, total)
    }
}
