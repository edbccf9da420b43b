extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC, to the second where it is whole: `2026-01-15T07:00:00Z`, `2026-01-15T07:00:02.512Z`.
    public var description: String {
        let seconds = unixSeconds
        let number = floorDivide(seconds, 86_400)
        let second = Int(seconds - number * 86_400)
        let day = civilDate(ofDayNumber: number)
        let time = "\(twoDigits(second / 3_600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))"
        let milliseconds = Int(unixMilliseconds - seconds * 1_000)
        guard milliseconds != 0 else { return "\(day)T\(time)Z" }
        let fraction = String(milliseconds + 1_000).dropFirst()
        return "\(day)T\(time).\(fraction)Z"
    }
}
