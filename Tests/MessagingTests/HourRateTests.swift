import Civil
import Testing

@testable import Messaging

@Suite struct HourRateTests {
    @Test(
        "The hour goes out each 5 s at most, at once when a new one begins, and at once when the clock went back"
    )
    func rate() {
        var rate = HourRate()
        let seconds: [(at: Int64, goesOut: Bool)] = [
            (1_000, true), (1_002, false), (1_004, false), (1_005, true), (1_009, false), (1_011, true),
            (3_598, true), (3_600, true), (3_602, false), (3_605, true), (3_601, true), (3_604, false),
        ]
        for second in seconds {
            let hour = Example.hour(at: Example.hourStart.adding(seconds: second.at))
            let goesOut = rate.allows(hour)
            #expect(goesOut == second.goesOut, "\(second.at) s")
        }
    }

    @Test("Five seconds are five seconds to the millisecond") func edge() {
        var rate = HourRate()
        let start = Example.hourStart
        let passed = [0, 4_999, 5_000].map { milliseconds in
            rate.allows(Example.hour(at: start.adding(milliseconds: milliseconds)))
        }
        #expect(passed == [true, false, true])
    }
}
