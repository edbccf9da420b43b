import Foundation
import Glibc

/// The program's own code in memory: it is read in from the file where it is needed, and stays for as long as there is room, though
/// what ran at the start alone is a third of it.
enum ProgramText {
    /// Gives its pages back a while after the start, and each hour: those that are used come back at once, from the kernel's copy of
    /// the file, with no disk read.
    ///
    /// Returns when its task is cancelled.
    static func releaseHourly() async {
        var pause = Duration.seconds(20)
        while (try? await Task.sleep(for: pause)) != nil {
            release()
            pause = .seconds(3_600)
        }
    }

    /// - Returns: how many bytes were given back, whether they were in memory or not; 0 where the kernel does not tell where the
    ///   code is, or does not take it.
    @discardableResult
    static func release() -> Int {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8),
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        else { return 0 }
        return ranges(in: maps, of: program).reduce(0) { sum, range in
            let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound)
            // Code is never written to, so what is read in again is what was there.
            return madvise(start, range.count, MADV_DONTNEED) == 0 ? sum + range.count : sum
        }
    }

    /// Where the code of a program is.
    ///
    /// - Parameter maps: /proc/self/maps, a mapping a line: `start-end r-xp offset device inode path` (proc(5)).
    static func ranges(in maps: String, of program: String) -> [Range<UInt>] {
        maps.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            // Only what cannot be written, and never was: data may have been changed when the program was loaded.
            // The path stands in a column of its own, behind many spaces.
            guard parts.count == 6, parts[1] == "r-xp", parts[5].drop(while: { $0 == " " }) == program[...]
            else { return nil }
            let ends = parts[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { return nil }
            return ends[0]..<ends[1]
        }
    }
}
