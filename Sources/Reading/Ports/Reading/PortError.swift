import Glibc

/// Reasons for a port not being open. Its description reads "where: why, what to do".
public enum PortError: Error, Sendable, Hashable {
    /// `serial:auto`, and no serial adapter on any USB port.
    case noAdapter
    case noSuchDevice(path: String)
    case permissionDenied(path: String)
    /// Another program holds the device.
    case busy(path: String)
    case notATerminal(path: String)
    /// The adapter was pulled out.
    case unplugged(path: String)
    /// The other end closed the connection.
    case closedByPeer(address: String)
    case connectionRefused(address: String)
    case connectionTimedOut(address: String, seconds: Int)
    /// The host's name has no address; `reason` is the resolver's.
    case hostNotFound(address: String, reason: String)
    /// No connection to a broker: the reason, with what to do.
    case broker(address: String, reason: String)
    /// The broker accepts this user, but does not let it read this topic.
    case topicRefused(address: String, topic: String)
    /// A topic, and no broker to read it from.
    case noBroker(topic: String)
    /// A path given for a link is taken by something that is not a link.
    case linkTaken(path: String)
    /// Any other refusal of the system's: what was tried, on what, and its error number.
    case system(action: String, place: String, code: Int32)
    /// A capture cannot be read at all.
    case capture(CaptureError)
}

extension PortError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noAdapter:
            "serial:auto: no USB serial adapter found; plug the adapter in, or name the device as serial:/dev/…"
        case .noSuchDevice(let path):
            "\(path): no such device; is the adapter plugged in? `ls /dev/serial/by-id` lists the adapters that are"
        case .permissionDenied(let path):
            "\(path): permission denied; add the user to the group dialout (sudo usermod -aG dialout USER) and log in again"
        case .busy(let path):
            "\(path): another program is using it (another meter reader, ModemManager, a terminal?); stop that program,"
                + " which `sudo fuser -v \(path)` shows"
        case .notATerminal(let path):
            "\(path): not a serial port; give a device such as /dev/serial/by-id/…"
        case .unplugged(let path):
            "\(path): the device went away; plug the adapter in again"
        case .closedByPeer(let address):
            "\(address): the other end closed the connection; is its program still running?"
        case .connectionRefused(let address):
            "\(address): connection refused; is the server running, and is the port number right?"
        case .connectionTimedOut(let address, let seconds):
            "\(address): no answer in \(seconds) s; is the host on and reachable?"
        case .hostNotFound(let address, let reason):
            "\(address): host not found (\(reason)); check the name"
        case .topicRefused(let address, let topic):
            "\(address): the broker does not let this user read \(topic); allow it in the broker's access list"
        case .broker(let address, let reason):
            "broker \(address): \(reason)"
        case .noBroker(let topic):
            "mqtt://\(topic): names no broker; give one, as in mqtt://host:1883/\(topic)"
        case .linkTaken(let path):
            "\(path): exists and is not a symbolic link; give another path, or remove it"
        case .system(let action, let place, let code):
            "\(place): cannot \(action): \(systemMessage(code))"
        case .capture(let error):
            error.description
        }
    }
}

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
}
