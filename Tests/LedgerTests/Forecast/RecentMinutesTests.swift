import Civil
import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite("Recent minutes")
struct RecentMinutesTests {
    private let start = utc("2026-01-15T07:00:00Z")

    private func number(_ minute: Int64) -> Int64 { start.unixSeconds / 60 + minute }

    @Test("A minute is the mean of what passed in it, however it was cut")
    func mean() {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(seconds: 15), importW: 4_000)
        minutes.pass(from: start.adding(seconds: 15), to: start.adding(seconds: 90), importW: 1_000)
        #expect(minutes.meanW(ofMinute: number(0)) == 1_750)
        #expect(minutes.running == number(1))
        #expect(minutes.settledRunningW == 1_000)
        minutes.pass(from: start.adding(seconds: 90), to: start.adding(seconds: 120), importW: 3_000)
        #expect(minutes.meanW(ofMinute: number(1)) == 2_000)
    }

    @Test("What was not seen is no zero, and a minute is what was seen of it")
    func unseen() {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(seconds: 70), importW: 500)
        minutes.pass(from: start.adding(seconds: 70), to: start.adding(seconds: 200), importW: nil)
        minutes.pass(from: start.adding(seconds: 200), to: start.adding(seconds: 240), importW: 900)
        let means = (0..<4).map { (minute: Int64) -> Float? in minutes.meanW(ofMinute: number(minute)) }
        let expected: [Float?] = [500, 500, nil, 900]
        #expect(means == expected)
        #expect(minutes.whole(hour: start) == nil)
    }

    @Test("The first seconds of a minute may be a spike, and do not count yet")
    func spike() {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(seconds: 9), importW: 9_000)
        #expect(minutes.settledRunningW == nil)
        minutes.pass(from: start.adding(seconds: 9), to: start.adding(seconds: 10), importW: 9_000)
        #expect(minutes.settledRunningW == 9_000)
    }

    @Test("Power of any size is held to what a home can draw", arguments: [Int.min, -1, 0, 65_534, Int.max])
    func hostile(watts: Int) {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(seconds: 3_600), importW: watts)
        let held = Float(min(max(0, watts), 65_534))
        #expect(minutes.whole(hour: start) == Array(repeating: held, count: 60))
    }

    @Test("A span of any length costs no more than what is kept, and forgets what was before")
    func longGap() {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(seconds: 600), importW: 700)
        let later = start.adding(seconds: 40 * 365 * 86_400)
        minutes.pass(from: start.adding(seconds: 600), to: later, importW: nil)
        #expect(minutes.running == later.unixSeconds / 60)
        #expect(minutes.means.allSatisfy { $0 == RecentMinutes.unseen })
        #expect(minutes.meanW(ofMinute: number(3)) == nil)
    }

    @Test("Time that is over passes no second time")
    func back() {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(seconds: 600), importW: 700)
        let before = minutes
        minutes.pass(from: start, to: start.adding(seconds: 300), importW: 5_000)
        minutes.pass(from: start.adding(seconds: 300), to: start, importW: 5_000)
        #expect(minutes == before)
    }

    @Test("Comes back from the disk as it was", arguments: [0, 59, 600, 7_777])
    func restart(seconds: Int64) throws {
        var minutes = RecentMinutes()
        minutes.pass(from: start, to: start.adding(milliseconds: seconds * 1_000 + 123), importW: 1_234)
        let data = try JSONEncoder().encode(minutes)
        #expect(try JSONDecoder().decode(RecentMinutes.self, from: data) == minutes)
        #expect(data.count < 500)
    }

    @Test(
        "What is no record of minutes is refused",
        arguments: [
            #"{"wms":0,"milliseconds":0,"means":""}"#,
            #"{"wms":0,"milliseconds":-1,"means":"AAAA"}"#,
            #"{"wms":9000000000000000000,"milliseconds":1,"means":"AAAA"}"#,
            #"{"wms":0,"milliseconds":0,"means":"AAA"}"#,
        ]
    )
    func damaged(text: String) {
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(RecentMinutes.self, from: Data(text.utf8))
        }
    }
}
