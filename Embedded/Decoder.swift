import DLMS
import Meters

// How a board uses the decoder: `kilovakt.h` is the same for C.

typealias Line = @convention(c) (UnsafePointer<UInt8>?, Int) -> Void

@_cdecl("kilovakt_open")
func open(_ line: Line) -> UnsafeMutableRawPointer {
    Unmanaged.passRetained(Decoder(line)).toOpaque()
}

@_cdecl("kilovakt_read")
func read(_ decoder: UnsafeRawPointer, _ bytes: UnsafePointer<UInt8>, _ count: Int) {
    let bytes = UnsafeBufferPointer(start: bytes, count: count)
    Unmanaged<Decoder>.fromOpaque(decoder).takeUnretainedValue().read(bytes.span.bytes)
}

@_cdecl("kilovakt_close")
func close(_ decoder: UnsafeRawPointer) {
    Unmanaged<Decoder>.fromOpaque(decoder).takeRetainedValue().finish()
}

/// From bytes to lines.
final class Decoder {
    private var frames = FrameDecoder()
    private var lines: LineWriter

    init(_ line: Line) {
        lines = LineWriter(line)
    }

    func read(_ bytes: RawSpan) {
        frames.read(bytes) {
            lines.message(in: $0)
        } passedOver: {
            lines.passedOver($0)
        }
    }

    func finish() {
        frames.finish {
            lines.message(in: $0)
        } passedOver: {
            lines.passedOver($0)
        }
    }
}

/// Writes one line for each message, into a buffer that is used again and again.
struct LineWriter {
    private var reader = MeterReader()
    private var text: [UInt8] = []
    private let line: Line

    init(_ line: Line) {
        self.line = line
        text.reserveCapacity(512)
    }

    mutating func message(in frame: borrowing Frame) {
        text.removeAll(keepingCapacity: true)
        do {
            switch try reader.message(in: frame) {
            case .reading(let reading): write(reading)
            case .incomplete: return
            case .unknown(let unknown): write(unknown.description)
            }
        } catch {
            write(error.description)
        }
        end()
    }

    mutating func passedOver(_ run: PassedOver) {
        text.removeAll(keepingCapacity: true)
        write("passed over at ", run.offset)
        write(", bytes ", run.count)
        write(": ")
        write(run.reason.description)
        end()
    }

    private func end() {
        text.withUnsafeBufferPointer { line($0.baseAddress, $0.count) }
    }

    private mutating func write(_ reading: Reading) {
        write(reading.make.rawValue)
        if let identity = reading.identity {
            write(" ", identity.id)
            write(" ", identity.model)
            write(" ", identity.list)
        }
        if let clock = reading.clock { write(clock) }
        write(" P+ ", reading.powerImportW)
        write(" P- ", reading.powerExportW)
        write(" Q+ ", reading.reactiveImportVar)
        write(" Q- ", reading.reactiveExportVar)
        write(" I ", reading.currentMA)
        write(" U ", reading.voltageMV)
        write(" A+ ", reading.energyImportWh)
        write(" A- ", reading.energyExportWh)
        write(" R+ ", reading.reactiveEnergyImportVarh)
        write(" R- ", reading.reactiveEnergyExportVarh)
    }

    /// Not by its description, which allocates.
    private mutating func write(_ clock: COSEMDateTime) {
        write(" ", Int(clock.year))
        write(clock.month < 10 ? "-0" : "-", Int(clock.month))
        write(clock.day < 10 ? "-0" : "-", Int(clock.day))
        write(clock.hour < 10 ? "T0" : "T", Int(clock.hour))
        write(clock.minute < 10 ? ":0" : ":", Int(clock.minute))
        write(clock.second < 10 ? ":0" : ":", Int(clock.second))
    }

    private mutating func write(_ label: StaticString, _ values: PhaseValues) {
        write(label, values.l1)
        write("/", values.l2)
        write("/", values.l3)
    }

    private mutating func write(_ label: StaticString, _ string: String) {
        write(label)
        write(string)
    }

    /// A number in decimal; `-` where the meter sent none.
    private mutating func write(_ label: StaticString, _ number: Int?) {
        write(label)
        guard let number else { return text.append(UInt8(ascii: "-")) }
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var divisor: UInt = 1
        while number.magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number.magnitude / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func write(_ string: String) {
        text.append(contentsOf: string.utf8)
    }

    private mutating func write(_ literal: StaticString) {
        literal.withUTF8Buffer { text.append(contentsOf: $0) }
    }
}
