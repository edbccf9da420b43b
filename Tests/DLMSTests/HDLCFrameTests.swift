import TestSupport
import Testing

@testable import DLMS

@Suite("HDLC frame")
struct HDLCFrameTests {
    /// What a frame says of itself.
    private struct Fields: Equatable {
        var information: [UInt8]
        var isSegmented: Bool
    }

    private func fields(of frame: [UInt8]) -> [Fields] {
        var decoder = FrameDecoder()
        var fields: [Fields] = []
        decoder.read(
            frame.span.bytes,
            frame: {
                fields.append(
                    Fields(
                        information: $0.information.array,
                        isSegmented: $0.isSegmented
                    )
                )
            },
            passedOver: { _ in }
        )
        return fields
    }

    private static let places: [[UInt8]] = [
        [0x01], [0x02, 0x03], [0x02, 0x04, 0x05], [0x02, 0x04, 0x06, 0x07], [0xFE, 0xFE, 0xFE, 0xFF],
    ]

    @Test("Addresses of one to four bytes move the information field", arguments: places, places)
    func addresses(destination: [UInt8], source: [UInt8]) {
        let frame = Frames.frame([1, 2, 3], destination: destination, source: source, control: 0x10)
        #expect(fields(of: frame) == [Fields(information: [1, 2, 3], isSegmented: false)])
        let bare = Frames.frame(nil, destination: destination, source: source, control: 0x73)
        #expect(fields(of: bare) == [Fields(information: [], isSegmented: false)])
    }

    @Test("An address of five bytes is no address", arguments: [true, false])
    func tooLong(isDestination: Bool) {
        let five: [UInt8] = [2, 2, 2, 2, 3]
        let frame = Frames.frame(
            [1, 2, 3],
            destination: isDestination ? five : [1],
            source: isDestination ? [1] : five
        )
        #expect(fields(of: frame) == [])
    }

    @Test("The segmentation bit is read and does not change the length")
    func segmentation() {
        let information = Array(repeating: UInt8(7), count: 300)
        let frame = Frames.frame(information, isSegmented: true)
        #expect(fields(of: frame) == [Fields(information: information, isSegmented: true)])
    }

    @Test("Information of every length up to the longest frame", arguments: [0, 1, 2, 118, 119, 246, 2_035])
    func lengths(count: Int) {
        let information = Array(repeating: UInt8(0xA0), count: count)
        #expect(fields(of: Frames.frame(information)).map(\.information) == [information])
    }

    @Test("A frame with the wrong header check sequence and the right frame check sequence is refused")
    func wrongHeader() {
        var body = Array(Specimen.short.dropFirst().dropLast(3))
        body[6] ^= 0x10
        #expect(fields(of: [0x7E] + body + Frames.checkBytes(body) + [0x7E]) == [])
    }
}
