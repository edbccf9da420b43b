import Simulator
import TestSupport
import Testing

@Suite("A simulated list is built as the real one")
struct ShapeTests {
    @Test("Tag by tag, code by code, unit by unit", arguments: ExpectedShapes.all)
    func simulated(expected: ExpectedShapes.Case) throws {
        let message = try Simulated.message(expected.model, expected.kind)
        let shape = try Shape(try Simulated.apdu(expected.model, message.bytes))
        #expect(shape.tokens == expected.tokens)
    }

    @Test(
        "And so is what the real meter sent",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: ExpectedShapes.all
    )
    func real(expected: ExpectedShapes.Case) throws {
        let bytes = try Shared.capture(expected.capture)
        let apdu = expected.isBare ? bytes : try Simulated.apdu(expected.model, bytes)
        #expect(try Shape(apdu).tokens == expected.tokens)
    }

    @Test("Behind current transformers Kaifa's counters have 64 bits")
    func wideCounters() throws {
        let message = try Simulated.message(.kaifaSwedenCT)
        let shape = try Shape(try Simulated.apdu(.kaifaSwedenCT, message.bytes))
        #expect(shape.tokens == ExpectedShapes.kaifaSweden("u64"))
        #expect(shape.numbers[10] == 24_681_350)
    }

    @Test("In Denmark every message is the long list")
    func danish() throws {
        let message = try Simulated.message(.kamstrupDenmark)
        let shape = try Shape(try Simulated.apdu(.kamstrupDenmark, message.bytes))
        #expect(shape.tokens == ExpectedShapes.kamstrupLong)
    }

    @Test("As the real Danish one, but for the counters", .enabled(if: Shared.isPresent, Shared.why))
    func realDanish() throws {
        let bytes = try Shared.capture("denmark/kamstrup-decrypted-apdu")
        // LLC and the 18 bytes of general-glo-ciphering, then the clear text, then the tag.
        #expect(try Shape(bytes[21..<(bytes.count - 12)]).tokens == ExpectedShapes.kamstrupShort)
    }

    /// Thousandths of the unit in one count, as each make's document says; the list of most does not.
    static let steps: [(model: SimulatedModel, kind: ListKind, steps: [String: Int])] = [
        (.aidonSweden, .hourly, ["A": 100, "V": 100]),
        (.kaifaSweden, .hourly, ["A": 1, "V": 100]),
        (.kaifaSwedenCT, .hourly, ["A": 1, "V": 100]),
        (.kamstrupSegmented, .hourly, ["A": 10, "V": 1_000, "Wh": 10_000, "varh": 10_000]),
        (.kamstrupDenmark, .hourly, ["A": 10, "V": 1_000, "Wh": 10_000, "varh": 10_000]),
        // It counts Wh; a decoder cannot know, and reads tens.
        (.kamstrupSweden, .hourly, ["A": 10, "V": 1_000, "Wh": 10_000, "varh": 10_000]),
        (.iskraemeco, .hourly, [:]),
        (.iskraemeco, .instantaneous, ["A": 10, "V": 100]),
        (.kaifaAustria, .hourly, ["A": 10, "V": 100]),
        (.sagemcomAustria, .hourly, ["A": 10, "V": 100]),
    ]

    @Test("The numbers in it are those of its truth, in their order", arguments: steps)
    func numbers(model: SimulatedModel, kind: ListKind, steps: [String: Int]) throws {
        let message = try Simulated.message(model, kind)
        let shape = try Shape(try Simulated.apdu(model, message.bytes))
        let expected = message.truth.registers.compactMap { register -> Int? in
            guard case .number(let thousandths, let unit) = register.value else { return nil }
            return thousandths / (steps[unit] ?? 1_000)
        }
        if model == .sagemcomAustria {
            // Its power factor, the last, has no unit and so no place among the registers.
            #expect(shape.numbers.dropLast() == expected[...])
            #expect((990...1_000).contains(try #require(shape.numbers.last)))
        } else {
            #expect(shape.numbers == expected)
        }
    }

    @Test("Behind Landis+Gyr's list of objects stand its values")
    func pushedValues() throws {
        let message = try Simulated.message(.landisGyr)
        let shape = try Shape(try Simulated.apdu(.landisGyr, message.bytes))
        // Class and data index of each object first.
        let classes = stride(from: 0, to: 28, by: 2).map { shape.numbers[$0] }
        #expect(classes == [40, 40, 1] + Array(repeating: 3, count: 11))
        let expected = message.truth.registers.compactMap { register -> Int? in
            guard case .number(let thousandths, let unit) = register.value else { return nil }
            return unit == "A" ? thousandths / 10 : thousandths / 1_000
        }
        #expect(Array(shape.numbers.dropFirst(28)) == expected)
    }
}
