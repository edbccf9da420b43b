import Civil

/// Solar panels: from six in the morning to six in the evening local time, most at noon, with clouds.
struct Sunshine: Sendable {
    let seed: UInt64
    let calendar: LocalCalendar

    /// What they give in this second, in W.
    ///
    /// - Parameter noonW: what they give at noon under a clear sky.
    func watts(at unixSeconds: Int64, noonW: Int) -> Int {
        let local = calendar.dateTime(of: Instant(unixSeconds: unixSeconds))
        let second = local.hour * 3_600 + local.minute * 60 + local.second
        let fromNoon = Double(abs(second - 43_200)) / 21_600
        guard fromNoon < 1 else { return 0 }
        // One sky for five minutes: between a third and all of the sun gets through.
        var sky = SeededGenerator(seed: seed ^ 0x5045_4E53, unixSeconds / 300)
        let clear = Double(sky.next() % 1_000) / 1_500 + 1 / 3
        return Int(Double(noonW) * (1 - fromNoon * fromNoon) * clear)
    }
}
