import Broker
import Glibc

private let connectTimeoutSeconds = 10

/// Connects to a server, trying its addresses in turn.
///
/// - Returns: `nil` when told to stop meanwhile.
/// - Throws: what the last address said; after 10 s over all of them, `connectionTimedOut`.
func connect(to address: TCPAddress, control: PortControl) throws(PortError) -> Descriptor? {
    let deadline = ContinuousClock.now + .seconds(connectTimeoutSeconds)
    var failure = PortError.hostNotFound(address: address.description, reason: "no address")
    for candidate in try address.resolve() {
        do throws(PortError) {
            let descriptor = try candidate.makeSocket(place: address.description)
            guard try connect(descriptor, to: candidate, of: address, deadline: deadline, control: control)
            else {
                return nil
            }
            keepAlive(descriptor)
            return descriptor
        } catch let error {
            failure = error
        }
    }
    throw failure
}

/// - Returns: `false` when told to stop meanwhile.
private func connect(
    _ descriptor: borrowing Descriptor,
    to candidate: SocketAddress,
    of address: TCPAddress,
    deadline: ContinuousClock.Instant,
    control: PortControl
) throws(PortError) -> Bool {
    let number = descriptor.number
    if candidate.withPointer({ Glibc.connect(number, $0, $1) }) == 0 { return true }
    guard errno == EINPROGRESS else { throw connectError(address, code: errno) }
    while !control.isStopped {
        let left = ContinuousClock.now.duration(to: deadline)
        switch control.wakeup.wait(for: number, events: POLLOUT, atMost: left) {
        case .woken: continue
        case .timedOut: throw connectError(address, code: ETIMEDOUT)
        case .ready:
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)
            guard code == 0 else { throw connectError(address, code: code) }
            return true
        }
    }
    return false
}

private func connectError(_ address: TCPAddress, code: Int32) -> PortError {
    switch code {
    case ECONNREFUSED: .connectionRefused(address: address.description)
    case ETIMEDOUT: .connectionTimedOut(address: address.description, seconds: connectTimeoutSeconds)
    default: .system(action: "connect", place: address.description, code: code)
    }
}

/// A server that loses its power says nothing: after a minute without an answer the connection is given up.
private func keepAlive(_ descriptor: borrowing Descriptor) {
    setOption(SO_KEEPALIVE, to: 1, of: descriptor)
    setOption(TCP_KEEPIDLE, level: Int32(IPPROTO_TCP), to: 30, of: descriptor)
    setOption(TCP_KEEPINTVL, level: Int32(IPPROTO_TCP), to: 10, of: descriptor)
    setOption(TCP_KEEPCNT, level: Int32(IPPROTO_TCP), to: 3, of: descriptor)
}
