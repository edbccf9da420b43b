import Ciphering
import Civil
import Foundation
import Meters
import Ports
import Simulator
import Synchronization
import TestSupport

/// A load that a test sets.
struct SetLoad: Load {
    let watts: Atomic

    final class Atomic: Sendable {
        private let value: Mutex<Int>

        init(_ value: Int) {
            self.value = Mutex(value)
        }

        var current: Int { value.withLock { $0 } }

        func set(_ watts: Int) {
            value.withLock { $0 = watts }
        }
    }

    func watts(at unixSeconds: Int64) -> Int { watts.current }
}

extension SimulatedMeter {
    /// Writes its messages before a moment as timed text: a daemon that reads this takes its time from it.
    mutating func write(until end: Instant, to file: FileHandle) async throws {
        var text = Data()
        while case let message = next(), message.time < end {
            let line = TimedTextWriter.line(
                message.bytes,
                arrivalUnixMilliseconds: message.time.unixMilliseconds
            )
            text.append(contentsOf: line)
        }
        try await file.writeWaiting(text)
    }
}

/// A simulated meter on a pseudo terminal that sends when the test says so.
final class TestMeter {
    let link: String
    let load = SetLoad.Atomic(500)
    private(set) var meter: SimulatedMeter<SetLoad>
    private var terminal: PseudoTerminal?

    init(_ model: SimulatedModel, folder: URL, from start: Instant = Instant(unixSeconds: 1_768_460_340))
        throws
    {
        link = folder.appending(path: "meter").path
        meter = try SimulatedMeter(
            model: model,
            load: SetLoad(watts: load),
            from: start,
            calendar: LocalCalendar(fixedOffsetSeconds: 3_600),
            encipher: model.isEnciphered ? try Keys.cipherKeys(of: model).encipher() : nil
        )
        try plugIn()
    }

    func plugIn() throws {
        terminal = try PseudoTerminal(linkPath: link)
    }

    func pullOut() {
        terminal?.close()
        terminal = nil
    }

    /// Sends the next message, or the next of a kind.
    @discardableResult
    func send(_ kind: ListKind? = nil) -> SimulatedMeter<SetLoad>.Message {
        while true {
            let message = meter.next()
            guard kind == nil || message.kind == kind else { continue }
            terminal?.write(message.bytes)
            return message
        }
    }
}
