internal import Foundation

/// Asks web servers, through libcurl.
///
/// Each request in flight has a thread of its own, because curl blocks and Swift's own few threads must not: the caller
/// bounds how many are in flight. Redirects are not followed, as they would carry secrets to other hosts; proxies named
/// in the environment are not used. Certificates are always checked.
public struct CurlClient: Sendable {
    public init() {}

    /// Sends a request and waits for the answer, whatever its status.
    ///
    /// When the task is cancelled it returns at once, and the connection is dropped.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
        let origin = try request.check()
        let exchange = Exchange()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard exchange.begin(continuation) else { return }
                let thread = Thread {
                    exchange.finish(CurlTransfer.perform(request, to: origin, in: exchange))
                }
                thread.name = "http"
                thread.start()
            }
        } onCancel: {
            exchange.cancel()
        }
        return try result.get()
    }
}
