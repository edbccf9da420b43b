import Civil
import Simulator
import TestSupport
import Testing

@Suite("A simulated line")
struct LineTests {
    private let bytes = Array(0x40...0x7F) as [UInt8]
    private let start = utc("16:00:00")

    /// What arrives of a hundred messages, one every ten seconds.
    private func arrivals(_ faults: String, seed: UInt64 = 1) throws -> [[SimulatedLine.Arrival]] {
        let list = try FaultList(faults, start: start, model: .aidon, hasArrivalTimes: true)
        let line = SimulatedLine(faults: list, seed: seed)
        return (0..<100).map { line.arrivals(of: bytes, sentAt: start.adding(seconds: 10 * Int64($0))) }
    }

    @Test("In silence nothing arrives, before and after it all")
    func silence() throws {
        let found = try arrivals("silence@+100s/5m").map(\.count)
        #expect(
            found == Array(repeating: 1, count: 10) + Array(repeating: 0, count: 30)
                + Array(repeating: 1, count: 60)
        )
    }

    @Test("The host's clock is off for a while, and right again")
    func hostClock() throws {
        let times = try arrivals("host-clock@+100s/100s=-1h").map {
            $0[0].time.milliseconds(since: start) / 1_000
        }
        #expect(times[9] == 90 && times[10] == 100 - 3_600 && times[19] == 190 - 3_600 && times[20] == 200)
    }

    @Test("Noise stands before a message that is whole")
    func noise() throws {
        for arrival in try arrivals("noise=7").joined() {
            #expect(arrival.messageOffset == 7 && Array(arrival.bytes.dropFirst(7)) == bytes)
        }
    }

    @Test("A wrong bit is one bit, a cut message is a beginning, and neither is whole")
    func damage() throws {
        for arrival in try arrivals("bit-errors").joined() {
            #expect(zip(arrival.bytes, bytes).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 1)
            #expect(arrival.messageOffset == nil)
        }
        for arrival in try arrivals("cut").joined() {
            #expect(
                !arrival.bytes.isEmpty && arrival.bytes.count < bytes.count
                    && bytes.starts(with: arrival.bytes)
            )
            #expect(arrival.messageOffset == nil)
        }
    }

    @Test(
        "One of so many is about as many, and others with another seed",
        arguments: ["bit-errors=5", "cut=5", "doubled=5"]
    )
    func chance(faults: String) throws {
        func taken(_ seed: UInt64) throws -> [Int] {
            try arrivals(faults, seed: seed).enumerated().filter {
                $0.element.count == 2 || $0.element[0].messageOffset == nil
            }
            .map(\.offset)
        }
        #expect((8...35).contains(try taken(1).count))
        #expect(try taken(1) == taken(1) && taken(1) != taken(2))
    }
}
