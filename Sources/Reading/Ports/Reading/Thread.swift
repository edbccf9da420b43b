import Glibc

/// Runs a body on a thread of its own, which nobody waits for.
///
/// Blocking calls must stay off the tasks' threads, of which there are only as many as cores.
///
func startThread(_ body: @escaping @Sendable () -> Void) throws(PortError) {
    final class Start: Sendable {
        let body: @Sendable () -> Void
        init(body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let start = Unmanaged.passRetained(Start(body: body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        nil,
        { argument in
            if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        },
        start.toOpaque()
    )
    guard code == 0 else {
        start.release()
        throw .system(action: "start a thread", place: "port", code: code)
    }
    pthread_detach(thread)
}
