import Foundation

/// What the forecast sees at one moment: simple guesses at the mean power of the hour's rest, and the signs by which the
/// network tells which of them to believe.
struct Outlook {
    /// In W: the five-minute mean first, which is what a network that has learnt nothing believes.
    let guesses: [Float]
    /// About -2...3 each.
    let signs: [Float]

    static let guessCount = 12
    static let signCount = 34

    /// What passes for powers of every size: differences count by their share above some 50 W.
    static let floorW: Float = 50

    /// Minutes back from now, in stretches that grow.
    private static let stretches: [(Int, Int)] = [
        (1, 1), (2, 2), (3, 3), (4, 5), (6, 7), (8, 10), (11, 15), (16, 20), (21, 30), (31, 45), (46, 60),
    ]

    /// - Parameters:
    ///   - usualW: what this hour of the day usually draws, and the next.
    ///   - minute: how far the hour has come, 0...60.
    init(
        _ window: PowerWindow,
        usualW: (this: Float?, next: Float?),
        hour: LocalHour,
        minute: Float
    ) {
        let step = window.lastStep
        let quarter = window.range(15)
        let full = window.range(60)
        let mean60 = window.mean(1, 60)
        let this = usualW.this ?? mean60
        let next = usualW.next ?? mean60
        guesses = [
            window.mean(1, 5), window.powers[0], window.mean(1, 15), mean60, window.medianOfFive,
            quarter.lowest, quarter.highest, full.lowest, full.highest, step.beforeW, this, next,
        ]

        var signs: [Float] = []
        signs.reserveCapacity(Self.signCount)
        for (first, last) in Self.stretches { signs.append(Self.scaled(window.mean(first, last))) }
        signs += [Self.scaled(quarter.lowest), Self.scaled(quarter.highest)]
        signs += [Self.scaled(full.lowest), Self.scaled(full.highest)]
        for count in [15, 60] { signs.append(log(window.restlessness(count) + 20) - 4.5) }
        let since = Float(step.minutes)
        for fading: Float in [2, 6, 20, 60] { signs.append(exp(-since / fading)) }
        signs.append(min(max(step.riseW / 1_500, -2), 2))
        signs.append(Self.scaled(step.beforeW))
        signs.append((step.riseW > 0 ? 1 : step.riseW < 0 ? -1 : 0) * exp(-since / 10))
        signs += [Self.scaled(this), Self.scaled(next)]
        let angle = 2 * Float.pi * (Float(hour.hour) + minute / 60) / 24
        for wave: Float in [1, 2, 3] { signs += [sin(wave * angle), cos(wave * angle)] }
        signs.append(hour.isWeekend ? 0.5 : -0.5)
        signs.append(minute / 30 - 1)
        self.signs = signs
    }

    private static func scaled(_ watts: Float) -> Float { log(watts + floorW) - 6.2 }
}
