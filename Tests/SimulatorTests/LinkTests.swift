import Civil
import Simulator
import TestSupport
import Testing

@Suite("A message goes over the wire as the real one")
struct LinkTests {
    // MARK: - HDLC

    @Test("HDLC segmentation: frames of at most 128 bytes, all but the last marked, nothing lost")
    func segments() throws {
        let message = try WireMessage(hdlc: try Simulated.message(.kamstrupSegmented, .hourly).bytes)
        #expect(message.frames.count == 3)
        #expect(message.frames.map(\.isSegmented) == [true, true, false])
        #expect(message.frames.allSatisfy { $0.count <= 128 && $0.header == [0x2B, 0x21, 0x13] })
        let whole = try WireMessage(hdlc: try Simulated.message(.kamstrup, .hourly).bytes)
        #expect(whole.frames.map(\.isSegmented) == [false])
        #expect(message.information.count == whole.information.count)
        #expect(message.information.prefix(9) == whole.information.prefix(9))
    }

    static let framed: [(SimulatedModel, String)] = [
        (.aidonSweden, "sweden/aidon-long"),
        (.kaifaSweden, "sweden/kaifa-annotated"),
        (.kamstrupSweden, "sweden/kamstrup-short"),
        (.landisGyr, "other/landisgyr-ch-gbt-3frames"),
        (.iskraemeco, "other/iskra-si-instant"),
    ]

    @Test(
        "Addresses, control and frame lengths are those of the real meter",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: framed
    )
    func headers(model: SimulatedModel, capture: String) throws {
        let kind: ListKind? = model == .kamstrupSweden || model == .iskraemeco ? .instantaneous : nil
        let simulated = try WireMessage(hdlc: try Simulated.message(model, kind).bytes)
        let real = try WireMessage(hdlc: try Shared.capture(capture))
        #expect(simulated.frames.map(\.header) == real.frames.map(\.header))
        #expect(simulated.frames[0].information.prefix(4) == real.frames[0].information.prefix(4))
        #expect(simulated.frames.map(\.count) == real.frames.map(\.count))
    }

    @Test("General block transfer: numbered blocks, the last one marked, each as long as it says")
    func blocks() throws {
        let message = try WireMessage(hdlc: try Simulated.message(.landisGyr).bytes)
        let blocks = message.frames.enumerated().map { index, frame in
            Array(frame.information.dropFirst(index == 0 ? 3 : 0))
        }
        #expect(message.frames[0].information.prefix(3) == [0xE6, 0xE7, 0x00])
        #expect(
            blocks.map { Array($0.prefix(7)) } == [
                [0xE0, 0x40, 0, 1, 0, 0, 112], [0xE0, 0x40, 0, 2, 0, 0, 108], [0xE0, 0xC0, 0, 3, 0, 0, 121],
            ]
        )
        #expect(blocks.map { $0.count - 7 } == [112, 108, 121])
    }

    // MARK: - Ciphering

    @Test("Kamstrup's content is authenticated and enciphered, its length always two bytes")
    func danish() throws {
        let wire = try WireMessage(hdlc: try Simulated.message(.kamstrupDenmark).bytes)
        let message = try #require(CipheredMessage(Array(wire.information.dropFirst(3))))
        // As denmark/kamstrup-encrypted-nokey has it, whose frame check sequence is not right.
        #expect(wire.frames.map(\.header) == [[0x41, 0x03, 0x13]])
        #expect(message.systemTitle.prefix(5) == (Array("KAME".utf8) + [0x01])[...])
        #expect(message.length.first == 0x82)
        #expect(message.securityControl == 0x30)
        #expect(message.tag == FakeCipher.tag)
        #expect(message.plain.first == 0x0F)
    }

    @Test(
        "Austrian meters encipher, and send two M-Bus long frames",
        arguments: [(SimulatedModel.kaifaAustria, "KFM"), (.sagemcomAustria, "SAG")]
    )
    func austrian(model: SimulatedModel, maker: String) throws {
        let wire = try WireMessage(mbus: try Simulated.message(model).bytes)
        #expect(
            wire.frames.map(\.header) == [[0x53, 0xFF, 0x00, 0x01, 0x67], [0x53, 0xFF, 0x11, 0x01, 0x67]]
        )
        #expect(wire.frames.map(\.isSegmented) == [true, false])
        #expect(wire.frames[0].count == 256)
        let message = try #require(CipheredMessage(wire.information))
        #expect(message.systemTitle.prefix(3) == Array(maker.utf8)[...])
        #expect(message.securityControl == 0x20)
        #expect(message.tag.isEmpty)
        #expect(message.plain.first == 0x0F)
    }

    @Test(
        "As the real ones do",
        .enabled(if: Shared.isPresent, Shared.why),
        arguments: [
            (SimulatedModel.kaifaAustria, "kaifa-at", false), (.sagemcomAustria, "sagemcom-at", true),
        ]
    )
    func realAustrian(model: SimulatedModel, name: String, hasSameLength: Bool) throws {
        let simulated = try WireMessage(mbus: try Simulated.message(model).bytes)
        let real = try WireMessage(mbus: try Shared.capture("other/\(name)-mbus-encrypted-nokey"))
        #expect(simulated.frames.map(\.header) == real.frames.map(\.header))
        let messages = [simulated, real].compactMap { CipheredMessage($0.information) }
        #expect(messages.count == 2)
        #expect(messages[0].systemTitle.prefix(3) == messages[1].systemTitle.prefix(3))
        #expect(messages[0].securityControl == messages[1].securityControl)
        if hasSameLength {
            #expect(simulated.frames.map(\.count) == real.frames.map(\.count))
            #expect(messages[0].length == messages[1].length)
        }
    }

    @Test("The frame counter rises from message to message, and a later start goes on above it")
    func frameCounter() throws {
        func counters(from start: Int64) throws -> [UInt32] {
            var meter = try Simulated.meter(.kaifaAustria, from: Simulated.winter.adding(seconds: start))
            return try (0..<4).map { _ in
                try #require(CipheredMessage(try WireMessage(mbus: meter.next().bytes).information))
                    .frameCounter
            }
        }
        let all = try counters(from: 0) + counters(from: 60)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(
        "A model that enciphers is refused without a cipher",
        arguments: SimulatedModel.allCases
    )
    func refused(model: SimulatedModel) {
        func start() throws(MissingCipherError) {
            _ = try SimulatedMeter(
                model: model,
                load: SimulatedMeterTests.Constant(value: 1),
                from: Simulated.winter,
                calendar: SimulatedMeterTests.calendar
            )
        }
        if model.isEnciphered {
            let error = #expect(throws: MissingCipherError.self) { try start() }
            #expect(error?.description.contains(model.rawValue) == true)
        } else {
            #expect(throws: Never.self) { try start() }
        }
    }
}
