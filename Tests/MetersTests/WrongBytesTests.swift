import DLMS
import Meters
import TestSupport
import Testing

@Suite("Wrong bytes in right frames", .enabled(if: Shared.isPresent, Shared.why))
struct WrongBytesTests {
    @Test("A list cut at any byte gives no reading", arguments: ExpectedReading.all)
    func cut(_ expected: ExpectedReading) throws {
        let frame = try Shared.hex("captures/\(expected.file)")
        let information = Frames.information(of: frame)
        #expect(Frames.rebuilt(headerOf: frame, information: information) == frame)
        for length in 0..<information.count {
            let cut = Frames.rebuilt(headerOf: frame, information: Array(information.prefix(length)))
            let outcomes = outcomes(of: cut)
            #expect(outcomes.count == 1)
            #expect(outcomes.first?.reading == nil, "cut to \(length)")
        }
    }

    @Test("A list with bytes too many gives no reading", arguments: ExpectedReading.all)
    func tooLong(_ expected: ExpectedReading) throws {
        let frame = try Shared.hex("captures/\(expected.file)")
        let information = Frames.information(of: frame)
        for tail: [UInt8] in [[0], [0x06, 0, 0, 0, 1], [0xFF, 0xFF]] {
            let long = Frames.rebuilt(headerOf: frame, information: information + tail)
            #expect(outcomes(of: long) == [.wrong(.trailingBytes(tail.count))])
        }
    }

    @Test(
        "A byte changed anywhere neither crashes nor makes it another make's",
        .ownThread,
        arguments: ExpectedReading.all
    )
    func changed(_ expected: ExpectedReading) throws {
        let frame = try Shared.hex("captures/\(expected.file)")
        let information = Frames.information(of: frame)
        var random = SeededRandom(UInt64(information.count))
        for index in information.indices {
            for value in [0x00, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random)] {
                var wrong = information
                wrong[index] = value
                let outcomes = outcomes(of: Frames.rebuilt(headerOf: frame, information: wrong))
                #expect(outcomes.count == 1)
                if let reading = outcomes.first?.reading {
                    let isSame = reading.make.rawValue.lowercased() == expected.make
                    // A list that describes itself is read whatever it calls itself.
                    #expect(isSame || reading.make == .unknown, "byte \(index)")
                }
            }
        }
    }

    @Test("Lists made of random bytes crash nothing")
    func random() {
        var random = SeededRandom(77)
        for _ in 0..<5_000 {
            var body = random.bytes(Int.random(in: 0...120, using: &random))
            if !body.isEmpty { body[0] = random.once(in: 2) ? 0x01 : 0x02 }
            if body.count > 40, random.once(in: 2) {
                body.replaceSubrange(1..<19, with: [25] + visibleString("Kamstrup_V0001") + [0x09])
            }
            #expect(outcomes(of: pushed(body)).count == 1)
        }
    }
}
