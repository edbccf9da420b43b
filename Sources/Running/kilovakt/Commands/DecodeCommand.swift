import ArgumentParser
import Ciphering
import DLMS
import Meters
import Ports

struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Print every message of a capture.",
        discussion: """
            A capture is raw bytes, hex text, or timed text (each line has a time and the bytes received \
            then); the format is recognised from the content. Hex may contain colons or a log's (V) before \
            each line, or be a dump from hexdump -C or xxd. `-` reads standard input.
            """
    )

    @Flag(help: "Print one JSON object per line.")
    var json = false

    @OptionGroup
    var keys: KeyOptions

    @Argument(help: "Captures to decode.")
    var files: [String]

    func run() throws {
        var printer = DecodePrinter(json: json, decipher: try keys.keys()?.decipher())
        for file in files {
            try printer.print(file, named: files.count > 1 ? file : nil)
        }
        if printer.messages == 0 { throw ExitCode.failure }
    }
}

/// Decodes captures and prints what it finds.
private struct DecodePrinter {
    let json: Bool
    let decipher: Decipher?
    /// The number of messages that were decoded.
    private(set) var messages = 0

    init(json: Bool, decipher: Decipher?) {
        self.json = json
        self.decipher = decipher
    }

    mutating func print(_ file: String, named name: String?) throws {
        var reader = try CaptureReader(path: file)
        var decoder = FrameDecoder()
        var found = Found(name: name, decipher: decipher)
        while true {
            do throws(CaptureError) {
                guard let chunk = try reader.next() else { break }
                decoder.read(
                    chunk.bytes.span.bytes,
                    acceptsBareAPDU: true,
                    frame: { found.add($0) },
                    passedOver: { found.add($0) }
                )
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
                for line in report.list?.lines(indent: "    ") ?? [] { Swift.print(line) }
            }
        }
        found.reports.removeAll(keepingCapacity: true)
    }
}

/// Reports of the frames and gaps of one read, in order.
private struct Found {
    private let name: String?
    private var reader: MessageReader
    /// The place of the first frame of a message whose other frames have not come yet.
    private var start: Int?
    var reports: [(DecodeReport, DecodedMessage?)] = []

    init(name: String?, decipher: Decipher?) {
        self.name = name
        reader = MessageReader(decipher: decipher)
    }

    mutating func add(_ frame: borrowing Frame) {
        var message = DecodedMessage()
        let abandoned = reader.abandoned
        do throws(DecodingError) {
            let kind = try reader.read(frame, into: &message)
            if reader.abandoned > abandoned { reportAbandoned() }
            let offset = start ?? frame.offset
            start = nil
            switch kind {
            case .registers(let make):
                reports.append((DecodeReport(message, make: make, offset: offset, file: name), message))
            case .incomplete: start = offset
            case .unknown(let unknown):
                let report = DecodeReport(
                    error: unknown.description,
                    offset: offset,
                    file: name,
                    list: message.unknownList
                )
                reports.append((report, nil))
            }
        } catch {
            let offset = start ?? frame.offset
            start = nil
            reports.append((DecodeReport(error: error.description, offset: offset, file: name), nil))
        }
    }

    /// Another message began before the last one's rest came.
    private mutating func reportAbandoned() {
        guard let offset = start.take() else { return }
        reports.append(
            (
                DecodeReport(
                    error: "message cut short: a frame of it is missing",
                    offset: offset,
                    file: name
                ), nil
            )
        )
    }

    mutating func add(_ run: PassedOver) {
        let text = "\(run.reason) (\(run.count) bytes passed over)"
        reports.append((DecodeReport(error: text, offset: run.offset, file: name), nil))
    }
}
