import Civil
import DLMS
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@Suite("A real morning of a Kaifa", .enabled(if: Shared.isPresent, Shared.why))
struct KaifaMorningTests {
    /// The meter's clock read as local time in Oslo: in September two hours ahead of UTC.
    private func arrival(_ clock: COSEMDateTime) throws -> Instant {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Oslo"))
        let parts = DateComponents(
            year: Int(clock.year),
            month: Int(clock.month),
            day: Int(clock.day),
            hour: Int(clock.hour),
            minute: Int(clock.minute),
            second: Int(clock.second)
        )
        let date = try #require(calendar.date(from: parts))
        return Instant(unixSeconds: Int64(date.timeIntervalSince1970))
    }

    private static let starts = (3...8).map { utc("2017-09-15T0\($0):00:00Z") }

    @Test(
        "Six hours are measured to the watt-hour, and nothing else is closed but the one it began in",
        .ownThread,
        arguments: [0, 1_000, 97]
    )
    func hours(restartEvery: Int) throws {
        let bytes = Array(try Shared.gunzip("captures/real/norway/kaifa-7-hours.bin.gz"))
        var reader = MeterReader()
        var decoder = FrameDecoder()
        var readings: [Reading] = []
        decoder.read(
            bytes.span.bytes,
            frame: { if let reading = reader.reading(from: $0) { readings.append(reading) } },
            passedOver: { _ in }
        )
        #expect(readings.count == 11_959)
        var play = Play()
        for (index, reading) in readings.enumerated() {
            let clock = try #require(reading.clock)
            play.record(reading, at: try arrival(clock))
            if restartEvery > 0, index.isMultiple(of: restartEvery) { try play.restart() }
        }
        #expect(play.notices == [])
        let whole = play.closings.filter { $0.quality == .measured }
        #expect(whole.map(\.start) == Self.starts)
        #expect(whole.map(\.importWh) == [836, 974, 961, 1_981, 794, 775])
        let others = play.closings.filter { $0.quality != .measured }
        #expect(others.map(\.start) == [utc("2017-09-15T02:00:00Z")])
        #expect(others.map(\.quality) == [.gap])
        #expect(play.counters == play.counters.sorted())
    }
}
