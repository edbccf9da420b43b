/// Facts about the meters of one make that their lists do not state; each make's stand in its own file.
public struct MakeFacts: Sendable {
    /// The maker's three letters, several of them with a space between, as system titles, logical device names and P1
    /// telegrams begin with them (the FLAG Association's list, https://www.dlms.com/flag-id).
    let letters: StaticString
    /// The time that the meter's clock keeps where it does not say its distance from UTC.
    public var clock: ClockConvention = .winterTime
    /// The time between two messages of the make's fastest list, in ms.
    public var spacingMilliseconds: Int64 = 10_000
    /// The time from the full hour that the clock in an hourly list shows to when the list is sent, in ms.
    public var hourlyListDelayMilliseconds: Int64 = 0
    /// True when the meter may send the list of an earlier hour again, which its clock then shows.
    public var repeatsOldLists = false

    /// True when the meter sends 0 for voltage and current of a phase that it does not measure, as for L2 in an IT net.
    public var sendsZeroForUnmeasured = false

    init(letters: StaticString) {
        self.letters = letters
    }

    /// True when three letters, the first in the highest byte, are the maker's.
    func areMaker(_ code: UInt32) -> Bool {
        letters.withUTF8Buffer { buffer in
            var index = 0
            while index + 3 <= buffer.count {
                let own =
                    UInt32(buffer[index]) << 16 | UInt32(buffer[index + 1]) << 8 | UInt32(buffer[index + 2])
                if own == code { return true }
                index += 4
            }
            return false
        }
    }
}

/// The time that a meter's clock keeps.
public enum ClockConvention: Sendable, Hashable, CaseIterable {
    /// Local time, summer time included.
    case localTime
    /// Central European winter time all year.
    case winterTime
    case utc
}
