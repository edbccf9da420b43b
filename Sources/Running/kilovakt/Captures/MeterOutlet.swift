import Civil
import Foundation
import Ports
import Settings

/// Where a simulated meter's bytes go.
enum MeterOutlet {
    case terminal(PseudoTerminal)
    case tcp(TCPOutlet)
    case file(FileOutlet, SimulateCommand.OutputFormat)

    mutating func write(_ bytes: [UInt8], at time: Instant) throws {
        switch self {
        case .terminal(let terminal): terminal.write(bytes)
        case .tcp(let outlet): outlet.send(bytes)
        case .file(let file, .timed):
            try file.write(TimedTextWriter.line(bytes, arrivalUnixMilliseconds: time.unixMilliseconds))
        case .file(let file, .hex): try file.write(hexText(bytes) + [UInt8(ascii: "\n")])
        case .file(let file, .raw): try file.write(bytes)
        }
    }

    func finish() throws {
        if case .file(let file, _) = self { try file.finish() }
    }
}

/// A file that is written piece by piece, in large writes.
final class FileOutlet {
    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []

    private static let bufferSize = 1 << 18

    /// - Parameter path: is made anew; `-` is standard output.
    init(path: String) throws {
        self.path = path
        if path == "-" {
            handle = .standardOutput
        } else {
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else {
                throw FileError(
                    path: path,
                    reason: "cannot be written; does the folder exist, and may you write there?"
                )
            }
            self.handle = handle
        }
        buffer.reserveCapacity(Self.bufferSize + 4_096)
    }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try finish() }
    }

    /// Writes what is held back.
    func finish() throws {
        do {
            try handle.write(contentsOf: Data(buffer))
        } catch {
            throw FileError(path: path, reason: "cannot be written: \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Keeps a simulated meter at a real one's pace.
struct Pace {
    private let start: Instant
    private let isPaced: Bool
    private let began = ContinuousClock.now

    init(start: Instant, isPaced: Bool) {
        self.start = start
        self.isPaced = isPaced
    }

    /// Waits until as much time has passed as the meter's clock has gone.
    func wait(for time: Instant) async throws {
        guard isPaced else { return }
        try await Task.sleep(until: began.advanced(by: .milliseconds(time.milliseconds(since: start))))
    }
}

/// Hex digits, two for each byte.
private func hexText(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
}
