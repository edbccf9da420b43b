import Meters
import Simulator
import Testing

@Suite("What the simulator says of its own messages")
struct TruthTests {
    @Test("Each register once, and who it is as the message says it", arguments: SimulatedModel.allCases)
    func registers(model: SimulatedModel) throws {
        let truth = try Simulated.message(model, .hourly).truth
        #expect(Set(truth.registers.map(\.code)).count == truth.registers.count)
        #expect(truth.sender.make == model.make)
        let texts = truth.registers.compactMap { register -> String? in
            if case .text(let text) = register.value { text } else { nil }
        }
        if truth.sender.list == "P1" {
            #expect(truth.sender.model?.isEmpty == false)
            #expect(texts == (truth.sender.id == truth.sender.model ? [] : [try #require(truth.sender.id)]))
        } else {
            let said = [truth.sender.id, truth.sender.model, truth.sender.list].compactMap { $0 }
            #expect(Set(said).isSubset(of: texts))
        }
        #expect(truth.clock != nil)
    }

    static let clocks: [(SimulatedModel, String, String)] = [
        (.aidonSweden, "2026-01-15T07:59:50", "2026-07-15T07:59:50"),
        (.kaifaSweden, "2026-01-15T07:59:50", "2026-07-15T08:59:50"),
        (.kamstrupSweden, "2026-01-15T07:59:50", "2026-07-15T07:59:50"),
        (.kamstrupDenmark, "2026-01-15T07:59:50", "2026-07-15T08:59:50"),
        (.kaifaAustria, "2026-01-15T07:59:50", "2026-07-15T08:59:50"),
    ]

    @Test("Clocks go by winter time or by the wall's", arguments: clocks)
    func clock(model: SimulatedModel, winter: String, summer: String) throws {
        #expect(try Simulated.message(model).truth.clock == winter)
        #expect(try Simulated.message(model, from: Simulated.summer).truth.clock == summer)
    }

    @Test("A clock that says its deviation says summer time too")
    func deviation() throws {
        let tails = try [Simulated.winter, Simulated.summer].map { start in
            let message = try Simulated.message(.kaifaAustria, from: start)
            return Array(try Simulated.apdu(.kaifaAustria, message.bytes)[14..<18])
        }
        // Hundredths, -60 and -120 minutes, status.
        #expect(tails == [[0x00, 0xFF, 0xC4, 0x00], [0x00, 0xFF, 0x88, 0x80]])
    }
}
