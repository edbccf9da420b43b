import DLMS
import Meters

/// What a reader made of a frame.
enum Outcome: Equatable {
    case reading(Reading)
    case unknown(UnknownMessage)
    case wrong(DecodingError)
}

extension MeterReader {
    static func new() -> MeterReader { MeterReader() }

    mutating func outcome(of frame: borrowing HDLCFrame) -> Outcome {
        do throws(DecodingError) {
            return switch try message(in: frame) {
            case .reading(let reading): .reading(reading)
            case .unknown(let unknown): .unknown(unknown)
            }
        } catch {
            return .wrong(error)
        }
    }
}
