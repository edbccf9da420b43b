import DLMS
import Foundation
import Meters
import TestSupport

/// The registers of a list as text and exact numbers.
struct CollectedRegisters: RegisterSink {
    var texts: [String: String] = [:]
    var numbers: [String: Decimal] = [:]
    var units: [String: String] = [:]
    var clock: String?

    mutating func take(_ code: OBISCode, text: RawSpan) {
        texts[code.description] = String(text)
    }

    mutating func take(_ code: OBISCode, value: Int64, scaler: Int, unit: PhysicalUnit) {
        let significand = Decimal(abs(value))
        numbers[code.description] = Decimal(
            sign: value < 0 ? .minus : .plus,
            exponent: scaler,
            significand: significand
        )
        units[code.description] = unit.symbol
    }

    mutating func take(clock: COSEMDateTime) {
        self.clock = clock.description
    }
}

/// What a reader made of the frames of a stream.
enum Outcome: Equatable {
    case reading(Reading)
    case incomplete
    case unknown(UnknownMessage)
    case wrong(DecodingError.Reason)

    var reading: Reading? {
        guard case .reading(let reading) = self else { return nil }
        return reading
    }
}

extension MeterReader {
    /// Reads every good frame of a stream.
    mutating func outcomes(of stream: [UInt8], acceptsBareAPDU: Bool = false) -> [Outcome] {
        var decoder = FrameDecoder()
        var outcomes: [Outcome] = []
        var reader = self
        func take(_ frame: borrowing Frame) {
            do {
                switch try reader.message(in: frame) {
                case .reading(let reading): outcomes.append(.reading(reading))
                case .incomplete: outcomes.append(.incomplete)
                case .unknown(let unknown): outcomes.append(.unknown(unknown))
                }
            } catch {
                outcomes.append(.wrong(error.reason))
            }
        }
        decoder.read(
            stream.span.bytes,
            acceptsBareAPDU: acceptsBareAPDU,
            frame: { take($0) },
            passedOver: { _ in }
        )
        decoder.finish(frame: { take($0) }, passedOver: { _ in })
        self = reader
        return outcomes
    }
}

/// What a new reader makes of a stream.
func outcomes(of stream: [UInt8], acceptsBareAPDU: Bool = false) -> [Outcome] {
    var reader = MeterReader()
    return reader.outcomes(of: stream, acceptsBareAPDU: acceptsBareAPDU)
}

/// A push message around a list: no clock in its head.
func pushed(_ body: [UInt8], head: [UInt8] = [0x00]) -> [UInt8] {
    Frames.frame([0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0] + head + body)
}

/// A text as meters write it.
func visibleString(_ text: String) -> [UInt8] {
    [0x0A, UInt8(text.utf8.count)] + Array(text.utf8)
}

/// The six bytes of an OBIS code in an octet string.
func obis(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8) -> [UInt8] {
    [0x09, 6, a, b, c, d, e, 255]
}

/// A Kamstrup list of pairs, each of an OBIS code and a value.
func kamstrupList(_ pairs: [[UInt8]]) -> [UInt8] {
    [0x02, UInt8(1 + 2 * pairs.count)] + visibleString("Kamstrup_V0001") + pairs.flatMap(\.self)
}

/// An Aidon list of items.
func aidonList(_ items: [[UInt8]]) -> [UInt8] {
    [0x01, UInt8(items.count)] + items.flatMap(\.self)
}
