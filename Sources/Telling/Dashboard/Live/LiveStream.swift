import Civil
import HTTPTypes
import HummingbirdCore
import NIOCore

/// A stream of server-sent events to one client.
struct LiveStream: Sendable {
    private let queue: LiveQueue
    private let store: DashboardStore
    private let calendar: LocalCalendar

    /// How long a browser waits before it connects again, in milliseconds.
    private static let retry = 3_000

    /// - Parameters:
    ///   - meter: the one to hear; `nil` for all.
    ///   - calendar: says when days began.
    /// - Returns: `nil` when too many listen already.
    init?(of meter: Int?, from store: DashboardStore, in calendar: LocalCalendar) {
        guard let queue = store.listen(to: meter) else { return nil }
        self.queue = queue
        self.store = store
        self.calendar = calendar
    }

    private static let headers: HTTPFields = [.contentType: "text/event-stream"]

    /// What is told of a stream without one.
    static var head: Response { Response(status: .ok, headers: headers, body: ResponseBody { _ in }) }

    /// - Parameter request: whose client is watched: when it goes, so does the stream.
    func response(to request: Request) -> Response {
        // The request's body is a sequence of one reader, and has to be taken where it is watched.
        let body = request.body
        return Response(
            status: .ok,
            headers: Self.headers,
            body: ResponseBody { writer in
                defer { store.stopListening(queue) }
                try await body.consumeWithInboundCloseHandler { _ in
                    try await write(to: &writer)
                } onInboundClosed: {
                    queue.finish()
                }
                try await writer.finish(nil)
            }
        )
    }

    private func write(to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: "retry: \(Self.retry)\n\n"))
        for await _ in queue.wakes {
            let (events, isHeartbeat) = queue.take()
            if !events.isEmpty {
                try await writer.write(ByteBuffer(bytes: events.flatMap { $0.text(in: calendar) }))
            } else if isHeartbeat {
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
            }
        }
    }
}
