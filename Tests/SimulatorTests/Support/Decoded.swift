import DLMS
import Meters
import Simulator

/// What a decoder reads out of one message.
struct Decoded: RegisterSink {
    var values: [String: TruthValue] = [:]
    var clock: String?
    var make = Make.unknown

    /// Reads a stream as the daemon does; what the fake cipher enciphered is opened.
    ///
    /// - Returns: every message, and how many runs of bytes were none.
    static func messages(in bytes: [UInt8]) -> (found: [Decoded], lost: Int) {
        var decoder = FrameDecoder()
        var reader = MessageReader(decipher: FakeCipher.decipher)
        var sink = Decoded()
        var found: [Decoded] = []
        var lost = 0
        func take(_ frame: borrowing Frame) {
            switch try? reader.read(frame, into: &sink) {
            case .registers(let make)?:
                sink.make = make
                found.append(sink)
                sink = Decoded()
            case .incomplete?: break
            case .unknown?, nil: lost += 1
            }
        }
        decoder.read(bytes.span.bytes, frame: take, passedOver: { _ in lost += 1 })
        decoder.finish(frame: take, passedOver: { _ in lost += 1 })
        return (found, lost)
    }

    mutating func take(_ code: OBISCode, text: RawSpan) {
        values[code.description] = .text(String(text))
    }

    mutating func take(_ code: OBISCode, value: Int64, scaler: Int, unit: PhysicalUnit) {
        var thousandths = Int(value)
        for _ in 0..<(scaler + 3) { thousandths *= 10 }
        values[code.description] = .number(thousandths: thousandths, unit: unit.symbol)
    }

    mutating func take(clock: COSEMDateTime) {
        self.clock = clock.description
    }
}
