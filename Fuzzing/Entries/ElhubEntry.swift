import Civil
import Elhub

/// The first byte chooses a file's name, the rest is the file; what follows a byte of 1 is a second file.
enum ElhubEntry {
    private static let names = [
        "download.csv", "Måleverdier_707057500000000001_CONSUMPTION_2024-01.csv", "x_PRODUCTION.csv",
        "meteringvalues-mp-707057500000000002-consumption-20210118T1015.csv",
    ]

    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        let oslo = LocalCalendar(identifier: "Europe/Oslo") ?? LocalCalendar(fixedOffsetSeconds: 3_600)
        let name = names[Int(input.first ?? 0) % names.count]
        let parts = input.dropFirst().split(separator: 1, maxSplits: 1, omittingEmptySubsequences: false)
        var files: [ElhubFile] = []
        for part in parts {
            do throws(ElhubError) {
                files.append(try ElhubFile(Array(part), name: name, calendar: oslo))
            } catch {
                guard !error.description.isEmpty else {
                    throw BrokenPromise("a file is refused and nothing is said")
                }
                continue
            }
            try check(files[files.count - 1], lines: part.count { $0 == UInt8(ascii: "\n") } + 1)
        }
        guard let settlement = try? ElhubSettlement(files) else { return }
        try check(settlement, of: files)
    }

    private static func check(_ file: ElhubFile, lines: Int) throws(BrokenPromise) {
        let right = file.values.allSatisfy { value in
            value.start.unixMilliseconds % (value.resolution.seconds * 1_000) == 0
                && (0...100_000 * Int(value.resolution.seconds) / 3_600).contains(value.wattHours)
                && (1...lines).contains(value.line)
        }
        guard right else { throw BrokenPromise("a value that no row can have") }
        // A line gives a value, or a problem, or is of another series: never two of them.
        let told = file.values.map(\.line) + file.problems.map(\.line)
        guard Set(told).count == told.count else { throw BrokenPromise("a line is taken twice") }
        guard file.problems.allSatisfy({ (1...lines).contains($0.line) && !$0.description.isEmpty }) else {
            throw BrokenPromise("a problem without a line")
        }
        guard told.count + (file.problemCount - file.problems.count) <= lines else {
            throw BrokenPromise("more rows than lines")
        }
    }

    private static func check(_ settlement: ElhubSettlement, of files: [ElhubFile]) throws(BrokenPromise) {
        let keys = settlement.hours.map { "\($0.start) \($0.direction)" }
        guard Set(keys).count == keys.count else { throw BrokenPromise("an hour is settled twice") }
        let values = files.flatMap(\.values)
        for hour in settlement.hours {
            guard hour.quarters.map({ $0.reduce(0, +) == hour.wattHours }) ?? true else {
                throw BrokenPromise("quarters that are not their hour")
            }
            guard
                values.contains(where: { $0.start.hourStart == hour.start && $0.direction == hour.direction })
            else {
                throw BrokenPromise("an hour that no file has")
            }
        }
    }
}
