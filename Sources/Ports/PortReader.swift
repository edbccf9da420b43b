import Glibc

/// The thread of a port: waits for bytes, and for the port itself when it is gone.
struct PortReader: Sendable {
    let source: Source
    let control: PortControl
    let continuation: AsyncStream<PortEvent>.Continuation

    /// The first wait before trying again, and the longest, in ms.
    private static let shortestWait = 500
    private static let longestWait = 10_000

    func run() {
        var wait = Self.shortestWait
        var isLost = false
        while !control.isStopped {
            do throws(PortError) {
                let opened = try open()
                isLost = false
                send(.opened(opened.description))
                if try read(opened.file, opened.description.source) { wait = Self.shortestWait }
            } catch {
                if !isLost { send(.lost(error)) }
                isLost = true
                if !control.isStopped { waitForReturn(milliseconds: wait) }
                wait = min(Self.longestWait, wait * 2)
            }
        }
        continuation.finish()
    }

    /// Puts an event into the stream; while that is full the bytes wait in the kernel.
    private func send(_ event: PortEvent) {
        while !control.isStopped {
            guard case .dropped = continuation.yield(event) else { return }
            _ = control.wake.wait(for: [], milliseconds: 5)
        }
    }

    // MARK: - Opening

    private struct Opened: ~Copyable {
        let file: FileDescriptor
        let description: PortDescription
    }

    private func open() throws(PortError) -> Opened {
        switch source {
        case .serial(let serial): return try open(serial)
        case .tcp(let host, let port):
            let file = try TCPConnection.open(host: host, port: port, wake: control.wake)
            return Opened(file: file, description: PortDescription(source: "\(host):\(port)"))
        case .file(let path):
            // Captures are read without a thread.
            throw PortError(path, .notSerial)
        }
    }

    private func open(_ serial: SerialSource) throws(PortError) -> Opened {
        guard let path = serial.path ?? SerialAdapter.all().first?.path else {
            throw PortError("serial:auto", .noAdapter)
        }
        let parity = serial.parity ?? (control.tunings % 2 == 0 ? .even : .none)
        let file = try SerialLine.open(path, baud: serial.baud, parity: parity)
        return Opened(
            file: file,
            description: PortDescription(source: path, speed: "\(serial.baud) \(parity.format)")
        )
    }

    // MARK: - Reading

    /// Reads until the port is to be closed or set anew.
    ///
    /// - Returns: whether bytes came.
    /// - Throws: when it is gone.
    private func read(_ file: borrowing FileDescriptor, _ place: String) throws(PortError) -> Bool {
        let tunings = control.tunings
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var hasRead = false
        while !control.isStopped, control.tunings == tunings || !isTunable {
            guard control.wake.wait(for: [file.number], milliseconds: -1)[0] else { continue }
            do throws(SystemError) {
                guard let count = try file.read(into: &buffer) else { continue }
                guard count > 0 else { throw SystemError(code: EIO) }
                hasRead = true
                let now = unixMillisecondsNow()
                send(.chunk(Chunk(bytes: Array(buffer[0..<count]), arrivalUnixMilliseconds: now)))
            } catch {
                // What a pulled plug or a closed connection looks like.
                throw PortError(place, error.code == EIO || error.code == ECONNRESET ? .gone : .device(error))
            }
        }
        return hasRead
    }

    private var isTunable: Bool {
        if case .serial(let serial) = source { return serial.parity == nil }
        return false
    }

    /// Waits before the next try; a serial device that is plugged in ends the wait.
    private func waitForReturn(milliseconds: Int) {
        let jittered = Int32(Int.random(in: milliseconds * 3 / 4...milliseconds))
        guard case .serial = source, let monitor = DeviceMonitor() else {
            _ = control.wake.wait(for: [], milliseconds: jittered)
            return
        }
        if control.wake.wait(for: [monitor.fileDescriptor], milliseconds: jittered)[0] {
            // udev makes the links and sets the rights a moment after the device is there.
            _ = control.wake.wait(for: [], milliseconds: 200)
        }
    }
}
