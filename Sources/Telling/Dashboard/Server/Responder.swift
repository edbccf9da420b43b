import HTTPTypes
import HummingbirdCore

/// Answers one request: was it meant for here, may it, and what does it want.
struct Responder: Sendable {
    let answers: Answers
    let access: AccessGuard
    /// `nil` where a password is asked for: no other site's page knows that.
    let hostCheck: HostCheck?

    /// - Parameter address: where the request comes from.
    func respond(to request: Request, from address: String, at now: ContinuousClock.Instant) async -> Response
    {
        var response = await answer(request, from: address, at: now)
        // Headers go out alone, with the length that the body would have. A stream has none, but without a length NIO would end
        // a body that is not there.
        if request.method == .head { response = response.createHeadResponse() }
        return response.guarded
    }

    private func answer(_ request: Request, from address: String, at now: ContinuousClock.Instant) async
        -> Response
    {
        if let hostCheck, !hostCheck.allows(request.head.authority) {
            return .failure(
                .misdirectedRequest,
                "not called by a name of this machine; dashboard.hosts in the configuration allows more"
            )
        }
        switch await access.verdict(on: Credential(request), from: address, at: now) {
        case .allowed: break
        case .refused: return refusal
        case .limited(let seconds): return limit(seconds)
        }
        guard let endpoint = Endpoint(rawValue: request.uri.path) else {
            return .failure(
                .notFound,
                "not here; \(Endpoint.allCases.map(\.rawValue).joined(separator: " "))"
            )
        }
        guard request.method == .get || request.method == .head else { return wrongMethod }
        guard !request.hasBody else { return .failure(.contentTooLarge, "a request has no body here") }
        return await answer(request, endpoint, at: now)
    }

    private func answer(_ request: Request, _ endpoint: Endpoint, at now: ContinuousClock.Instant) async
        -> Response
    {
        let meter = request.uri.queryParameters["meter"].map { String($0) }
        switch endpoint {
        case .data: return answers.data(of: meter, at: now)
        case .health: return answers.health(at: now)
        case .metrics: return await answers.metrics(at: now)
        case .live: return live(request, meter)
        }
    }

    private func live(_ request: Request, _ id: String?) -> Response {
        let meter = id.flatMap { answers.store.index(of: $0) }
        if id != nil, meter == nil { return answers.unknownMeter }
        if request.method == .head { return LiveStream.head }
        guard let stream = LiveStream(of: meter, from: answers.store, in: answers.sources.calendar) else {
            var response = Response.failure(.serviceUnavailable, "too many listen already")
            response.headers[.retryAfter] = "30"
            return response
        }
        return stream.response(to: request)
    }

    // MARK: - Refusals

    private var refusal: Response {
        var response = Response.failure(.unauthorized, "a password or a token is needed")
        response.headers[.wwwAuthenticate] = #"Basic realm="kilovakt", charset="UTF-8""#
        return response
    }

    private func limit(_ seconds: Int) -> Response {
        var response = Response.failure(
            .tooManyRequests,
            "too many wrong passwords or tokens; wait a little"
        )
        response.headers[.retryAfter] = "\(seconds)"
        return response
    }

    private var wrongMethod: Response {
        var response = Response.failure(.methodNotAllowed, "only GET and HEAD")
        response.headers[.allow] = "GET, HEAD"
        return response
    }
}

extension Request {
    /// Whether more than headers follow.
    var hasBody: Bool {
        headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
    }
}
