internal import CCurl

/// The end of a transfer, from curl's codes to ours.
struct CurlReport {
    let code: CURLcode
    /// Curl's words for it; may be empty.
    let words: String
    let easy: UnsafeMutableRawPointer

    func outcome(of request: HTTPRequest, to origin: HTTPOrigin, sink: AnswerSink) -> Exchange.Outcome {
        if sink.isFull, request.oversize == .isAnError {
            return .failure(.answerTooLarge(origin, limitBytes: request.maxAnswerBytes))
        }
        if sink.hasTooManyHeaders {
            return .failure(
                .noAnswer(origin, reason: "its headers are longer than \(AnswerSink.maxHeaderBytes) bytes")
            )
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
        switch CurlFault(code, isSent: isSent) {
        case .address: return .badURL(reason: String(cString: curl_easy_strerror(code)))
        case .noHost: return .couldNotResolve(origin)
        case .noConnection: return .couldNotConnect(origin, reason: reason)
        case .notSecret: return .tls(origin, reason: reason)
        case .timeRanOut: return .timedOut(origin, afterMilliseconds: elapsed(of: request))
        case .noAnswer: return .noAnswer(origin, reason: noAnswer ?? reason)
        case .thisMachine: return .thisMachine(origin, reason: reason)
        }
    }

    /// A request was on its way, whole or in part.
    private var isSent: Bool {
        var bytes = 0
        kv_get_long(easy, CURLINFO_REQUEST_SIZE, &bytes)
        return bytes > 0
    }

    /// Plain words where curl's own mislead.
    private var noAnswer: String? {
        switch code {
        // Curl takes any text for an answer of HTTP/0.9, and calls that an unsupported protocol.
        case CURLE_UNSUPPORTED_PROTOCOL: "the text that it sends is not HTTP"
        case CURLE_OUT_OF_MEMORY: "a line of its headers is too long"
        default: nil
        }
    }

    /// The one of the two limits that was met: curl has one code for both, and says "Operation timed out" of the whole.
    private func elapsed(of request: HTTPRequest) -> Int {
        let total = request.totalTimeoutMilliseconds
        return words.hasPrefix("Operation") ? total : min(request.connectTimeoutMilliseconds, total)
    }
}
