import BenchmarkSupport
import CYardsticks
import Foundation

/// Measures the decoder and its yardsticks over the frames of `captures/`, and holds them to their bounds.
///
///     DecoderBenchmark [--json] [--rounds 101]
@main
struct DecoderBenchmark {
    static func main() {
        reportingErrors(run)
    }

    private static func run() throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        yardsticks_prepare()
        let samples = try Sample.all()
        guard !samples.isEmpty else {
            throw BenchmarkError("no frame of 41 to 400 bytes in \(Captures.folder.path)")
        }
        let results = try measure(samples, rounds: options.rounds)
        let report = Report(rounds: options.rounds, frames: results.map(FrameReport.init))
        print(options.isJSON ? try report.json() : report.table())
        if !report.missed.isEmpty { exit(1) }
    }
}

/// What was asked for on the command line.
struct Options {
    var isJSON = false
    /// Odd, so that the median is one that was measured.
    var rounds = 101

    init(_ arguments: some Sequence<String>) throws {
        var arguments = arguments.makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--json": isJSON = true
            case "--rounds":
                guard let text = arguments.next(), let number = Int(text), (1...10_001).contains(number)
                else {
                    throw BenchmarkError("--rounds takes a number from 1 to 10001")
                }
                rounds = number
            default: throw BenchmarkError("\(argument) is not known; there are --json and --rounds N")
            }
        }
    }
}
