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
        abstract: "Simulate a meter: write valid messages of one of many models.",
        discussion: """
            On a pseudo terminal or over TCP the messages come at the meter's own pace (with --fast, as \
            fast as possible); to a file they are written at once, as timed text. The meter measures a \
            made-up home, which is the same for the same seed, or a load file of `unix_time,watts` lines, \
            one per minute. Norwegian meters are named by their make alone. The models that encipher their \
            messages need --key, and --auth if the messages are authenticated.

            --faults lists faults, separated by commas, as name@time/length=value, such as \
            silence@2026-01-15T16:20:00Z/90m or late-list@+2h/x3=45s. The time is in UTC, or relative to \
            the start, such as +2h30m; without it, the fault applies from the beginning. The length is a \
            duration such as 90s, 20m, 3h or 1d, or x3 for three lists; without it, a fault in the list \
            affects one list, and other faults last to the end. The names:

            \(FaultName.helpText)
            """
    )

    @Option(help: "The meter to simulate.")
    var make: SimulatedModel

    @OptionGroup
    var keys: KeyOptions

    @Option(help: "A load file, unix_time,watts; `-` reads standard input.")
    var load: String?

    @Option(help: "The start, such as 2026-01-15T07:00:00Z; without it, now or the load file's beginning.")
    var from: Instant?

    @Option(
        help: "The number of hours; without it, endless, or for a file one hour, or the load file's length."
    )
    var hours: Double?

    @Option(help: "The seed for the home and for random events.")
    var seed: UInt64 = 1

    @Flag(help: "Write to a new pseudo terminal and print its name.")
    var pty = false

    @Option(help: "With --pty: the path of a symbolic link to the terminal.")
    var link: String?

    @Option(help: "Serve on this TCP port of the loopback address; 0 picks a free port.")
    var tcp: UInt16?

    @Option(help: "The faults and when they occur: name@time/length=value,… (see above).")
    var faults: String?

    @Option(help: "Write to this file; `-` is standard output.")
    var out: String?

    @Option(help: "The format of the file: timed, hex or raw.")
    var format = OutputFormat.timed

    @Option(help: "Write each message's contents to this file, as `decode --json` prints them.")
    var expected: String?

    @Flag(help: "Do not wait between messages.")
    var fast = false

    @Option(help: "The home's time zone, which clocks in local time follow too.")
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
