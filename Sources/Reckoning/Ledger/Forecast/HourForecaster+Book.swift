import Civil

extension HourForecaster {
    /// Lives through the time that the hours' book let pass: power as long as it is believed, and nothing seen after that.
    ///
    /// - Parameters:
    ///   - held: the power of the last message before that time.
    ///   - from: the book's time before; `nil` when it had none.
    ///   - to: the book's time now.
    mutating func follow(
        _ held: HourBook.HeldPower?,
        from: Instant?,
        to: Instant?,
        _ calendar: LocalCalendar
    ) {
        guard let from, let to, from != to else { return }
        guard to > from else {
            // The clock was set back: what was seen lies in a future that has not come.
            forgetPresent()
            return
        }
        let seenUntil = held?.seenUntil(from: from, to: to) ?? from
        pass(from: from, to: seenUntil, importW: held?.sample.importW)
        pass(from: seenUntil, to: to, importW: nil)
        learn(calendar)
    }
}
