import Glibc

/// Why a port cannot be read, with what to do.
public struct PortError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        /// The operating system says no.
        case device(SystemError)
        /// Not a serial device.
        case notSerial
        /// Another program reads it.
        case inUse
        /// `serial:auto` found none.
        case noAdapter
        /// It was there and is gone: pulled out, or the other end closed.
        case gone
        /// The host's name cannot be found.
        case unknownHost(String)
        /// Nobody answered in time.
        case timedOut
        /// The capture cannot be read.
        case capture(CaptureError)
    }

    /// Device, host and port, or file.
    public var place: String
    public var reason: Reason

    init(_ place: String, _ reason: Reason) {
        self.place = place
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .device(let error) where error.code == ENOENT || error.code == ENODEV || error.code == ENXIO:
            "\(place): no such device; is the adapter plugged in? Trying again until it is there"
        case .device(let error) where error.code == EACCES || error.code == EPERM:
            "\(place): not allowed; add the user that kilovakt runs as to the group dialout"
        case .device(let error) where error.code == ECONNREFUSED:
            "\(place): connection refused; does the server run, and on that port? Trying again"
        case .device(let error): "\(place): \(error); trying again"
        case .notSerial: "\(place): not a serial device; expected one such as /dev/ttyUSB0"
        case .inUse: "\(place): another program reads it; stop that one (fuser -v \(place) names it)"
        case .noAdapter:
            "no USB serial adapter found; plug the M-Bus adapter in, or name the device in the configuration"
        case .gone: "\(place): gone; waiting for it to come back"
        case .unknownHost(let words): "\(place): host not found (\(words)); trying again"
        case .timedOut: "\(place): no answer; trying again"
        case .capture(let error): error.description
        }
    }
}
