import DLMS
import Meters

/// What a reader made of a frame.
enum Outcome: Equatable {
    case reading(Reading)
    /// A part of a message.
    case incomplete
    case unknown(UnknownMessage)
    case wrong(DecodingError)

    var reading: Reading? {
        if case .reading(let reading) = self { reading } else { nil }
    }
}

extension MeterReader {
    /// A reader that can open what is encrypted, after a fashion.
    static func new() -> MeterReader {
        MeterReader { apdu, plain in
            guard apdu.securityControl & 0x0F == 0 else { return .unsupportedSuite }
            plain.removeAll(keepingCapacity: true)
            // The lowest bit of the counter is the key: APDUs in clear text come through, and others become plain too.
            let key: UInt8 = apdu.frameCounter & 1 == 0 ? 0 : 0x5A
            for index in 0..<apdu.ciphertext.byteCount {
                plain.append(apdu.ciphertext.unsafeLoad(fromByteOffset: index, as: UInt8.self) ^ key)
            }
            guard apdu.tag.byteCount == 12 else { return .unauthenticated }
            return apdu.tag.unsafeLoad(as: UInt8.self) & 1 == 0 ? .authentic : .badTag
        }
    }

    mutating func outcome(of frame: borrowing Frame) -> Outcome {
        do throws(DecodingError) {
            return switch try message(in: frame) {
            case .reading(let reading): .reading(reading)
            case .incomplete: .incomplete
            case .unknown(let unknown): .unknown(unknown)
            }
        } catch {
            return .wrong(error)
        }
    }
}
