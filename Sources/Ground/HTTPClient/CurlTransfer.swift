internal import CCurl

/// One transfer, on the thread that is its own.
enum CurlTransfer {
    /// The process's libcurl, set up once.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Sends the request and blocks until it is answered, has failed or the exchange is cancelled.
    static func perform(_ request: HTTPRequest, to origin: HTTPOrigin, in exchange: Exchange)
        -> Exchange.Outcome
    {
        guard isReady, let easy = curl_easy_init() else { return outOfMemory(origin) }
        defer { curl_easy_cleanup(easy) }
        guard let multi = curl_multi_init() else { return outOfMemory(origin) }
        defer { curl_multi_cleanup(multi) }
        exchange.setWakeable(multi)
        defer { exchange.setWakeable(nil) }

        var headers: UnsafeMutablePointer<curl_slist>?
        // "Expect:" turns off the wait for "100 Continue", which small servers never send.
        for header in request.headers.map(line) + ["Expect:"] { headers = curl_slist_append(headers, header) }
        defer { curl_slist_free_all(headers) }

        let sink = AnswerSink(maxBytes: request.maxAnswerBytes)
        var words = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        return words.withUnsafeMutableBufferPointer { words in
            request.body.withUnsafeBytes { body in
                configure(easy, request, body)
                kv_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
                kv_set_pointer(easy, CURLOPT_ERRORBUFFER, words.baseAddress)
                sink.attach(to: easy)
                curl_multi_add_handle(multi, easy)
                let code = withExtendedLifetime(sink) { run(multi, in: exchange) }
                curl_multi_remove_handle(multi, easy)
                guard let code else { return .failure(.cancelled) }
                request.trace?(HTTPTrace(easy: easy))
                let report = CurlReport(code: code, words: text(words), easy: easy)
                return report.outcome(of: request, to: origin, sink: sink)
            }
        }
    }

    private static func configure(
        _ easy: UnsafeMutableRawPointer,
        _ request: HTTPRequest,
        _ body: UnsafeRawBufferPointer
    ) {
        kv_set_text(easy, CURLOPT_URL, request.url)
        kv_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        kv_set_text(easy, CURLOPT_PROXY, "")
        kv_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        kv_close_on_exec(easy)
        // Signals are the process's, not ours; and what still looks up a name is not waited for.
        kv_set_long(easy, CURLOPT_NOSIGNAL, 1)
        kv_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        kv_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeoutMilliseconds))
        kv_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, request.totalTimeoutMilliseconds))
        if let caFile = request.caFile { kv_set_text(easy, CURLOPT_CAINFO, caFile) }
        guard request.method != .get else { return }
        kv_set_long(easy, CURLOPT_POST, 1)
        kv_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        kv_set_long(easy, CURLOPT_POSTFIELDSIZE, body.count)
        // Without a pointer curl would read standard input.
        guard let bytes = body.baseAddress else { return _ = kv_set_text(easy, CURLOPT_COPYPOSTFIELDS, "") }
        kv_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes))
    }

    /// - Returns: how the transfer ended; `nil` when it was cancelled.
    private static func run(_ multi: UnsafeMutableRawPointer, in exchange: Exchange) -> CURLcode? {
        var running: Int32 = 1
        while !exchange.isCancelled {
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
            if running == 0 { break }
            // Returns early on traffic, on curl's own timers and on `Exchange.cancel`.
            curl_multi_poll(multi, nil, 0, 1_000, nil)
        }
        guard running == 0 else { return nil }
        var left: Int32 = 0
        return curl_multi_info_read(multi, &left)?.pointee.data.result ?? CURLE_OUT_OF_MEMORY
    }

    private static func line(_ header: HTTPHeader) -> String {
        // curl's way to say a header without a value.
        header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
    }

    private static func text(_ words: UnsafeMutableBufferPointer<CChar>) -> String {
        String(decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func outOfMemory(_ origin: HTTPOrigin) -> Exchange.Outcome {
        .failure(.thisMachine(origin, reason: "out of memory"))
    }
}
