import Civil
import Testing

@Suite("Times as text")
struct TextTests {
    @Test(
        "Moments in ISO 8601",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-01-15T07:00:02.512Z", 1_768_460_402_512),
            ("2026-01-15T07:00Z", 1_768_460_400_000), ("2026-01-15T08:00:00+01:00", 1_768_460_400_000),
            ("2026-01-15T01:30:00-0530", 1_768_460_400_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("2026-01-15T07:00:02.5Z", 1_768_460_402_500),
            ("2026-01-15T07:00:02.123456789Z", 1_768_460_402_123),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000), ("1969-12-31T23:59:59.999Z", -1),
        ]
    )
    func moments(_ text: String, _ unixMilliseconds: Int64) throws {
        let instant = try #require(Instant(parsing: text))
        #expect(instant.unixMilliseconds == unixMilliseconds)
        #expect(Instant(parsing: instant.description) == instant)
    }

    @Test(
        "Texts that are not a moment",
        arguments: [
            "", "2026-01-15", "2026-01-15T07:00:00", "2026-01-15 07:00:00Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-01-15T24:00:00Z", "2026-01-15T07:60:00Z", "2026-01-15T07:00:60Z",
            "2026-01-15T07:00:00.Z", "2026-01-15T07:00:00.1234567890Z", "2026-01-15T07:00:00Zx",
            "26-01-15T07:00:00Z", "2026-01-15T07:00:00+15:00", "٢٠٢٦-01-15T07:00:00Z",
            "+2026-01-15T07:00:00Z",
        ]
    )
    func notMoments(_ text: String) {
        #expect(Instant(parsing: text) == nil)
    }

    @Test(
        "Lengths of time",
        arguments: [
            ("0s", 0), ("60s", 60), ("2m", 120), ("1h", 3_600), ("007m", 420), ("1d12h", 129_600),
            ("1h30m", 5_400), ("-20m", -1_200),
        ]
    )
    func spans(_ text: String, _ seconds: Int64) {
        #expect(TimeSpan(parsing: text)?.seconds == seconds)
    }

    @Test(
        "Texts that are not a length of time",
        arguments: [
            "", "-", "60", "s", "+5s", "1.5h", "5 s", "30m1h", "1h1h", "٣s", "99999999999999999999s",
            "9999999h",
        ]
    )
    func notSpans(_ text: String) {
        #expect(TimeSpan(parsing: text) == nil)
    }
}
