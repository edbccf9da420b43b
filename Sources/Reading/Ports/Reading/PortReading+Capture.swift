import Broker

/// Reads a capture as if it were a port: as fast as its events are handled, and losing none.
func readCapture(path: String, to control: PortControl) {
    do throws(CaptureError) {
        var capture = try CaptureReader(path: path)
        guard control.handOver(.opened(PortDescription(source: "file:\(path)"))) else { return }
        while let event = nextEvent(of: &capture) {
            guard control.handOver(event) else { return }
        }
    } catch let error {
        guard control.handOver(.lost(.capture(error))) else { return }
    }
    _ = control.handOver(.ended)
}

private func nextEvent(of capture: inout CaptureReader) -> PortEvent? {
    do throws(CaptureError) {
        return try capture.next().map { .chunk($0) }
    } catch let error {
        return .damaged(error)
    }
}

extension PortControl {
    /// Appends an event, waiting for room.
    ///
    /// - Returns: `false` when told to stop.
    fileprivate func handOver(_ event: PortEvent) -> Bool {
        while !isStopped {
            if queue.offer(event) { return true }
            _ = wakeup.wait()
        }
        return false
    }
}
