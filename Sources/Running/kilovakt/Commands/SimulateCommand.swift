import ArgumentParser
import Ciphering
import Civil
import Daemon
import Foundation
import Ports
import Settings
import Simulator

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Be a meter: write valid messages of one of many models.",
        discussion: """
            To a pseudo terminal or over TCP the meter keeps its own pace (--fast: as fast as it goes); to a file it is \
            written at once, as timed text. What it measures is a made-up home, the same for the same seed, or a load file \
            of `unix_time,watts` lines, one a minute. The meters of Norway go by their make alone; the models whose \
            messages are enciphered need --key, and --auth where the messages are authenticated.

            --faults takes what goes wrong, with commas between: name@time/length=value, such as \
            silence@2026-01-15T16:20:00Z/90m or late-list@+2h/x3=45s. A time is one of UTC or +2h30m from the start; \
            without it the fault is there from the beginning. A length is 90s, 20m, 3h or 1d, or x3 for three lists; \
            without it a fault of the list is of one, and the others last to the end. The names:

            \(FaultName.helpText)
            """
    )

    @Option(help: "Which meter.")
    var make: SimulatedModel

    @OptionGroup
    var keys: KeyOptions

    @Option(help: "A load file, unix_time,watts; `-` reads standard input.")
    var load: String?

    @Option(help: "The first moment, 2026-01-15T07:00:00Z; without it now, or the load file's beginning.")
    var from: Instant?

    @Option(help: "How long; without it for ever, to a file one hour or the load file's length.")
    var hours: Double?

    @Option(help: "Which home and which chances.")
    var seed: UInt64 = 1

    @Flag(help: "Write to a new pseudo terminal and print its name.")
    var pty = false

    @Option(help: "With --pty: a path that shall lead to it.")
    var link: String?

    @Option(help: "Serve on this TCP port of the loopback address; 0 takes a free one.")
    var tcp: UInt16?

    @Option(help: "What goes wrong, and when: name@time/length=value,… (see above).")
    var faults: String?

    @Option(help: "Write to this file; `-` is standard output.")
    var out: String?

    @Option(help: "How a file is written: timed, hex or raw.")
    var format = OutputFormat.timed

    @Option(help: "Write what each message says into this file, as `decode --json` prints it.")
    var expected: String?

    @Flag(help: "Do not wait between messages.")
    var fast = false

    @Option(help: "The zone that clocks with local time keep, and that the home's day follows.")
    var timezone = "Europe/Oslo"

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case timed
        case hex
        case raw
    }

    func validate() throws {
        let outlets = [pty, tcp != nil, out != nil].filter { $0 }.count
        guard outlets == 1 else { throw ValidationError("Name one outlet: --pty, --tcp PORT or --out FILE.") }
        guard link == nil || pty else { throw ValidationError("--link needs --pty.") }
        guard hours.map({ $0 > 0 && $0 < 1e6 }) ?? true else {
            throw ValidationError("--hours has to be above 0.")
        }
        guard LocalCalendar(identifier: timezone) != nil else {
            throw ValidationError("No such zone: \(timezone); expected one such as Europe/Oslo.")
        }
        try validateKeys()
    }

    private func validateKeys() throws {
        guard make.isEnciphered || keys.key == nil else {
            throw ValidationError("\(make.rawValue) does not encipher its messages; leave --key out.")
        }
        guard !make.isEnciphered || keys.key != nil else {
            throw ValidationError("\(make.rawValue) enciphers its messages: give it a key with --key.")
        }
    }

    func run() async throws {
        guard let calendar = LocalCalendar(identifier: timezone) else { throw ExitCode.failure }
        if let load {
            let measured = try MinuteLoad(csv: try FileBytes.read(load))
            let start = from ?? measured.start
            let length = hours ?? Double(measured.end.milliseconds(since: start)) / 3_600_000
            try await simulate(measured, calendar, from: start, hours: length)
        } else {
            let home = Household(seed: seed, calendar: calendar)
            try await simulate(
                home,
                calendar,
                from: from ?? Instant(Date()),
                hours: hours ?? (out == nil ? nil : 1)
            )
        }
    }

    private func simulate(
        _ load: some Load,
        _ calendar: LocalCalendar,
        from start: Instant,
        hours: Double?
    ) async throws {
        let faults = try faultList(from: start)
        let line = SimulatedLine(faults: faults, seed: seed)
        var meter = try SimulatedMeter(
            model: make,
            load: load,
            from: start,
            calendar: calendar,
            seed: seed,
            encipher: try keys.keys()?.encipher(),
            faults: faults
        )
        let end = hours.map { start.adding(milliseconds: Int64($0 * 3_600_000)) }
        var outlet = try openOutlet()
        let truth = try expected.map { try FileOutlet(path: $0) }
        var offset = 0
        let pace = Pace(start: start, isPaced: out == nil && !fast)
        while true {
            let message = meter.next()
            if let end, message.time >= end { break }
            try await pace.wait(for: message.time)
            for arrival in line.arrivals(of: message.bytes, sentAt: message.time) {
                try outlet.write(arrival.bytes, at: arrival.time)
                if let truth, let begin = arrival.messageOffset {
                    let report = DecodeReport(meter.truth(of: message), offset: offset + begin)
                    try truth.write(Array((JSONLine.text(report) + "\n").utf8))
                }
                offset += arrival.bytes.count
            }
        }
        try outlet.finish()
        try truth?.finish()
    }

    private func faultList(from start: Instant) throws -> FaultList {
        guard let faults else { return FaultList() }
        let isTimed = out != nil && format == .timed
        return try FaultList(faults, start: start, model: make, hasArrivalTimes: isTimed)
    }

    private func openOutlet() throws -> MeterOutlet {
        if let out { return .file(try FileOutlet(path: out), format) }
        if let tcp {
            let outlet = try TCPOutlet(port: tcp)
            StandardError.print("a \(make.rawValue) meter at tcp://127.0.0.1:\(outlet.port)")
            return .tcp(outlet)
        }
        let terminal = try PseudoTerminal(linkPath: link)
        StandardError.print("a \(make.rawValue) meter at serial:\(terminal.linkPath ?? terminal.slavePath)")
        return .terminal(terminal)
    }
}

extension FaultName {
    /// A line for each.
    fileprivate static var helpText: String {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { name in
            name.rawValue.padding(toLength: width + 2, withPad: " ", startingAt: 0) + name.summary
        }
        .joined(separator: "\n")
    }
}
