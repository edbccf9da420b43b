import CCurl
import Foundation
import Synchronization

/// Sends HTTP requests through libcurl, each on a thread of its own: they are few, and one that hangs holds up nothing.
public enum HTTPClient {
    /// - Returns: the answer, of whatever status. Redirects are answers like others: they are not followed.
    /// - Throws: when there is no answer; `cancelled` at once when the task is cancelled.
    public static func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
        let exchange = Exchange()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchange.begin(continuation)
                Thread.detachNewThread { exchange.end(perform(request, exchange)) }
            }
        } onCancel: {
            exchange.cancel()
        }
        return try result.get()
    }

    private static func perform(_ request: HTTPRequest, _ exchange: Exchange) -> Result<HTTPAnswer, HTTPError>
    {
        var answer = curl_shim_answer()
        withExtendedLifetime(exchange) {
            withCStrings(request.headers.map { "\($0.name): \($0.value)" }) { headers in
                request.body.withUnsafeBytes { body in
                    request.method.withCString { method in
                        request.url.withCString { url in
                            withOptionalCString(request.authorityFile) { authority in
                                var shim = curl_shim_request(
                                    method: method,
                                    url: url,
                                    headers: headers.baseAddress,
                                    header_count: headers.count,
                                    body: request.method == "GET"
                                        ? nil : body.baseAddress ?? UnsafeRawPointer(url),
                                    body_size: body.count,
                                    connect_milliseconds: request.connectMilliseconds,
                                    total_milliseconds: request.totalMilliseconds,
                                    authority_file: authority,
                                    longest_answer: request.longestAnswer,
                                    is_cancelled: { context in
                                        guard let context else { return false }
                                        return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
                                            .isCancelled
                                    },
                                    context: Unmanaged.passUnretained(exchange).toOpaque()
                                )
                                curl_shim_send(&shim, &answer)
                            }
                        }
                    }
                }
            }
        }
        defer { curl_shim_release(&answer) }
        return result(of: answer)
    }

    private static func result(of answer: curl_shim_answer) -> Result<HTTPAnswer, HTTPError> {
        guard answer.code == 0 else { return .failure(HTTPError(answer)) }
        let body = UnsafeRawBufferPointer(start: answer.body, count: answer.body_size)
        return .success(
            HTTPAnswer(
                status: answer.status,
                body: Array(body),
                retryAfterSeconds: Int(text(answer.retry_after)).map { max(0, $0) }
            )
        )
    }
}

extension HTTPError {
    /// libcurl's code (curl/curl.h, CURLcode) in ours.
    init(_ answer: curl_shim_answer) {
        let detail = text(answer.error)
        let words = detail.isEmpty ? String(cString: curl_shim_words(answer.code)) : detail
        switch answer.code {
        case 1, 3: self = .badURL
        case 6: self = .unknownHost
        case 7: self = .notConnected(words)
        case 23: self = .answerTooLong
        case 28: self = .timedOut
        case 35, 51, 53, 54, 58, 59, 60, 77, 80, 82, 83, 90, 91, 98: self = .tls(words)
        case 42: self = .cancelled
        default: self = .other(words)
        }
    }
}

/// One request on its way: ends once, by its answer or by being cancelled.
private final class Exchange: Sendable {
    private struct State {
        var isCancelled = false
        var continuation: CheckedContinuation<Result<HTTPAnswer, HTTPError>, Never>?
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func begin(_ continuation: CheckedContinuation<Result<HTTPAnswer, HTTPError>, Never>) {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.continuation = continuation }
            return state.isCancelled
        }
        if isCancelled { continuation.resume(returning: .failure(.cancelled)) }
    }

    func cancel() {
        state.withLock { $0.isCancelled = true }
        end(.failure(.cancelled))
    }

    func end(_ result: Result<HTTPAnswer, HTTPError>) {
        let continuation = state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: result)
    }
}

/// A C array of characters as text.
private func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

private func withOptionalCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
    if let text { text.withCString(body) } else { body(nil) }
}

/// Texts as an array of C strings, for the length of the call.
private func withCStrings(_ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Void) {
    let copies = texts.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    copies.map { $0.map { UnsafePointer($0) } }.withUnsafeBufferPointer(body)
}
