/// Aidon 6515, 6525, 6534, 6540 … (`AIDON_V0001`), whose lists describe themselves: `SelfDescribed` reads them.
///
/// Every 2.5 s power alone, every 10 s list 2; ten seconds past the hour the registers of the full hour. In Sweden 27
/// items with the clock first and the registers in every message.
///
/// The clock's deviation from UTC is written as 0 and says nothing: the clock keeps winter time. A list that went wrong
/// is sent again with the next hour's.
enum Aidon {
    static var facts: MakeFacts {
        var facts = MakeFacts(letters: "ADN")
        facts.spacingMilliseconds = 2_500
        facts.hourlyListDelayMilliseconds = 10_000
        facts.repeatsOldLists = true
        return facts
    }
}
