import Broker
import Civil
import Glibc

/// The thread that reads one port: opens it, reads it, and tries again when it goes away.
struct PortReading: ~Copyable {
    private static let readBytes = 4_096

    let source: Source
    let login: BrokerLogin
    let control: PortControl
    /// Short pauses: a meter is not read meanwhile.
    private var backoff = Backoff(first: .milliseconds(500), longest: .seconds(10), share: 0.8...1)
    private var formatIndex = 0
    private var receivedByteCount = 0
    private var isLost = false

    init(source: Source, login: BrokerLogin, control: PortControl) {
        self.source = source
        self.login = login
        self.control = control
    }

    /// Reads until told to stop, or to the end of a capture.
    mutating func run() {
        switch source {
        case .file(let path): readCapture(path: path, to: control)
        case .mqtt(let topic, let broker?): readTopic(topic, of: broker, as: login)
        case .mqtt(let topic, nil): control.queue.post(.lost(.noBroker(topic: topic)))
        case .serial, .tcp: readPort()
        }
        control.queue.finish()
    }

    private mutating func readPort() {
        let hotplug = source.isSerial ? HotplugMonitor() : nil
        while !control.isStopped {
            do throws(PortError) {
                guard let port = try open() else { continue }
                // A request from before is not about this opening.
                _ = control.takeRetune()
                opened(port.description)
                try read(port)
            } catch let error {
                lose(error, until: hotplug)
            }
        }
    }

    mutating func opened(_ description: PortDescription) {
        isLost = false
        control.queue.post(.opened(description))
    }

    /// Says, once, that there is nothing to read, and waits before the next try.
    mutating func lose(_ error: PortError, until hotplug: HotplugMonitor? = nil) {
        if !isLost { control.queue.post(.lost(error)) }
        isLost = true
        pause(until: hotplug)
    }

    /// - Returns: `nil` when told to stop meanwhile.
    private func open() throws(PortError) -> OpenPort? {
        switch source {
        case .serial(let device, let settings):
            let path = try device.resolve()
            let format = settings.formats[formatIndex]
            let descriptor = try openSerialPort(path: path, format: format)
            return OpenPort(descriptor, PortDescription(source: path, speed: format.description))
        case .tcp(let host, let port):
            let address = TCPAddress(host: host, port: port)
            guard let descriptor = try connect(to: address, control: control) else { return nil }
            return OpenPort(descriptor, PortDescription(source: address.description))
        case .file, .mqtt:
            return nil
        }
    }

    /// Reads until told to stop or to retune.
    private mutating func read(_ port: borrowing OpenPort) throws(PortError) {
        var buffer = [UInt8](repeating: 0, count: Self.readBytes)
        while !control.isStopped {
            switch control.wakeup.wait(for: port.descriptor.number) {
            case .woken:
                if control.takeRetune(), source.formatCount > 1 {
                    formatIndex = (formatIndex + 1) % source.formatCount
                    return
                }
            case .ready(let events):
                let count = Glibc.read(port.descriptor.number, &buffer, buffer.count)
                let arrival = unixMilliseconds()
                if count > 0 {
                    hand(Chunk(bytes: Array(buffer[..<count]), arrivalUnixMilliseconds: arrival))
                } else {
                    try check(count: count, code: errno, events: events, port: port.description)
                }
            case .timedOut:
                break
            }
        }
    }

    mutating func hand(_ received: Chunk) {
        var chunk = received
        chunk.offset = receivedByteCount
        receivedByteCount += chunk.bytes.count
        backoff.reset()
        if !control.queue.offer(.chunk(chunk)) { control.queue.drop(chunk) }
    }

    /// Tells "nothing yet" from "gone", after a `read` that gave no bytes.
    private func check(count: Int, code: Int32, events: Int16, port: PortDescription) throws(PortError) {
        let isHungUp = events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
        if count < 0 && (code == EINTR || (code == EAGAIN && !isHungUp)) { return }
        if source.isSerial { throw .unplugged(path: port.source) }
        if count == 0 || code == ECONNRESET || code == EAGAIN { throw .closedByPeer(address: port.source) }
        throw .system(action: "read", place: port.source, code: code)
    }

    /// Waits before the next try; an adapter that is plugged in ends the wait.
    private mutating func pause(until hotplug: HotplugMonitor?) {
        let end = ContinuousClock.now + backoff.pauseAfterFailure()
        while !control.isStopped {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            if case .ready = control.wakeup.wait(for: hotplug?.descriptor ?? -1, atMost: left) {
                hotplug?.drain()
                return
            }
        }
    }
}

/// A port that is open, with its name.
struct OpenPort: ~Copyable {
    let descriptor: Descriptor
    let description: PortDescription

    init(_ descriptor: consuming Descriptor, _ description: PortDescription) {
        self.descriptor = descriptor
        self.description = description
    }
}

extension Source {
    fileprivate var isSerial: Bool {
        if case .serial = self { true } else { false }
    }

    /// How many serial formats are tried in turn.
    fileprivate var formatCount: Int {
        if case .serial(_, let settings) = self { settings.formats.count } else { 1 }
    }
}
