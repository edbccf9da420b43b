import ArgumentParser
import DLMS
import Meters
import Ports

struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Print every message of a capture.",
        discussion: """
            A capture is raw bytes, hex text, or timed text (a time and the bytes received then on each line); which, its \
            content tells. `-` reads standard input.
            """
    )

    @Flag(help: "One JSON object a line.")
    var json = false

    @Argument(help: "Captures to decode.")
    var files: [String]

    func run() throws {
        var printer = DecodePrinter(json: json)
        for file in files {
            try printer.print(file, named: files.count > 1 ? file : nil)
        }
        if printer.messages == 0 { throw ExitCode.failure }
    }
}

/// Decodes captures and prints what it finds.
private struct DecodePrinter {
    let json: Bool
    /// How many messages were decoded.
    private(set) var messages = 0

    init(json: Bool) {
        self.json = json
    }

    mutating func print(_ file: String, named name: String?) throws {
        var reader = try CaptureReader(path: file)
        var decoder = FrameDecoder()
        var found = Found(name: name)
        while true {
            do throws(CaptureError) {
                guard let chunk = try reader.next() else { break }
                decoder.read(chunk.bytes.span.bytes, frame: { found.add($0) }, passedOver: { found.add($0) })
            } catch {
                StandardError.print("kilovakt: \(error)")
            }
            flush(&found)
        }
        decoder.finish(frame: { found.add($0) }, passedOver: { found.add($0) })
        flush(&found)
    }

    private mutating func flush(_ found: inout Found) {
        for (report, message) in found.reports {
            if message != nil { messages += 1 }
            if json {
                Swift.print(JSONLine.text(report))
            } else if let message {
                Swift.print(RegisterTable(report: report, message: message))
            } else {
                let place = report.file.map { "\($0) at" } ?? "at"
                Swift.print("\(place) \(report.offset): \(report.error ?? "")")
            }
        }
        found.reports.removeAll(keepingCapacity: true)
    }
}

/// Reports of the frames and gaps of one read, in order.
private struct Found {
    let name: String?
    var reports: [(DecodeReport, DecodedMessage?)] = []

    mutating func add(_ frame: borrowing HDLCFrame) {
        var message = DecodedMessage()
        do {
            switch try readRegisters(of: frame, into: &message) {
            case .registers(let make):
                reports.append((DecodeReport(message, make: make, offset: frame.offset, file: name), message))
            case .unknown(let unknown):
                reports.append(
                    (DecodeReport(error: unknown.description, offset: frame.offset, file: name), nil)
                )
            }
        } catch {
            reports.append((DecodeReport(error: error.description, offset: frame.offset, file: name), nil))
        }
    }

    mutating func add(_ run: PassedOver) {
        let text = "\(run.reason) (\(run.count) bytes passed over)"
        reports.append((DecodeReport(error: text, offset: run.offset, file: name), nil))
    }

    init(name: String?) {
        self.name = name
    }
}
