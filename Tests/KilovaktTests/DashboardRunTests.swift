import Civil
import Foundation
import Meters
import Simulator
import TestSupport
import Testing

@Suite("run, with its dashboard", .timeLimit(.minutes(5)))
struct DashboardRunTests {
    let folder: URL
    let reserved: ReservedPort

    init() throws {
        folder = try Checkout.temporaryFolder()
        reserved = try ReservedPort()
    }

    private var port: Int { reserved.port }

    private func configuration(_ dashboard: String = "") -> String {
        """
        meters: [ { source: "serial:FOLDER/meter?parity=even" } ]
        mqtt: { url: off }
        storage: { path: FOLDER/k.db }
        dashboard: { listen: "127.0.0.1:\(port)"\(dashboard) }
        """
    }

    private func curl(_ path: String, _ arguments: String...) async throws -> (code: Int32, text: String) {
        let result = try await RunningProgram.run(
            URL(filePath: "/usr/bin/curl"),
            ["-s", "--max-time", "240", "http://127.0.0.1:\(port)\(path)"] + arguments
        )
        return (result.code, result.lines.joined(separator: "\n"))
    }

    @Test("What the meter sends is at every address, and SIGTERM ends it all within its seconds")
    func run() async throws {
        let meter = try TestMeter(.kamstrup, folder: folder)
        let daemon = try TestDaemon(folder: folder, configuration())
        #expect(await daemon.program.prints("dashboard: http://127.0.0.1:\(port)"))
        #expect(await daemon.program.prints("reading"))
        let stream = try RunningProgram(
            URL(filePath: "/usr/bin/curl"),
            ["-sN", "--max-time", "240", "http://127.0.0.1:\(port)/api/v1/live"]
        )
        #expect(await stream.prints("retry: "))
        let message = meter.send(.instantaneous)
        #expect(await stream.prints("\"power_w\":\(message.values.powerW)"))
        #expect(await stream.prints("event: hour"))
        let hourly = meter.send(.hourly)
        #expect(await stream.prints("\"import_kwh\":"))
        let data = try JSON(try await curl("/data.json").text)
        #expect(data["w"]?.int == hourly.values.powerW)
        #expect(data["ic"]?.double == Double(hourly.values.energyWh) / 1_000)
        #expect(data["l1"]?["u"] != nil && data["l3"]?["i"] != nil)
        let id = meter.meter.identity.id
        let health = try JSON(try await curl("/healthz").text)
        #expect(health["status"]?.text == "ok")
        #expect(health["meters"]?.list.first?["meter"]?.text == id)
        let metrics = try await curl("/metrics").text
        #expect(metrics.contains("\nkilovakt_power_import_watts{meter=\"\(id)\"} \(hourly.values.powerW)\n"))
        #expect(metrics.contains("\nkilovakt_frames_good_total{meter=\"\(id)\"} 2\n"))
        #expect(
            metrics.contains("\nkilovakt_import_energy_wh_total{meter=\"\(id)\"} \(hourly.values.energyWh)\n")
        )
        await daemon.stop()
        // The stream came to its end, and was not cut off.
        #expect(await stream.ended() == 0)
    }

    @Test("The password that was made lets in, and no secret is in the log")
    func password() async throws {
        let file = folder.appending(path: "dashboard").path
        let made = try await RunningProgram.run(
            URL(filePath: "/bin/sh"),
            ["-c", "echo 'korrekt hest' | \"$0\" password --out \"$1\"", Checkout.program.path, file]
        )
        try #require(made.code == 0)
        _ = try TestMeter(.kaifa, folder: folder)
        let daemon = try TestDaemon(
            folder: folder,
            configuration(", password: 'file:\(file)', token: display-0123456789")
        )
        #expect(await daemon.program.prints("dashboard: http://"))
        #expect(try await curl("/healthz", "-f").code == 22)
        #expect(try await curl("/healthz", "-f", "-u", "hjemme:korrekt hest").code == 0)
        #expect(try await curl("/healthz?token=display-0123456789", "-f").code == 0)
        #expect(try await curl("/healthz?token=display-9876543210", "-f").code == 22)
        await daemon.stop()
        for line in daemon.program.output {
            #expect(!line.contains("korrekt hest") && !line.contains("display-"))
        }
    }

    @Test("A port that is taken stops no meter")
    func taken() async throws {
        _ = try TestMeter(.kaifa, folder: folder)
        let first = try TestDaemon(folder: folder, configuration())
        #expect(await first.program.prints("dashboard: http://"))
        let other = try Checkout.temporaryFolder()
        let otherMeter = try TestMeter(.aidon, folder: other)
        let second = try TestDaemon(folder: other, configuration())
        #expect(await second.program.prints("cannot listen at 127.0.0.1:\(port)"))
        #expect(await second.program.prints("reading"))
        otherMeter.send()
        #expect(await second.program.prints("meter Aidon"))
        await second.stop()
        await first.stop()
    }

    @Test("Thirty stops after requests say nothing: no connection outlives the event loop")
    func stops() async throws {
        let meter = try TestMeter(.kamstrup, folder: folder)
        // One after the other: thirty daemons side by side would be a test of the machine.
        for number in 0..<30 {
            let daemon = try TestDaemon(folder: folder, configuration())
            #expect(await daemon.program.prints("dashboard: http://127.0.0.1:\(port)"))
            #expect(await daemon.program.prints("reading"))
            let power = meter.send(.instantaneous).values.powerW
            try await eventually { try await JSON(get("/data.json"))["w"]?.int == power }
            // Every other client stays, and the daemon has to close the connection.
            let client = try Connection(port: port)
            if number.isMultiple(of: 2) {
                client.send(Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
                #expect(await client.read(9) == Array("HTTP/1.1 ".utf8))
            }
            let lines = daemon.program.output.count
            await daemon.stop()
            #expect(daemon.program.output.dropFirst(lines) == [], "stop \(number)")
        }
    }

    /// The body of an answer.
    private func get(_ path: String) async throws -> String {
        let client = try Connection(port: port)
        client.send(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
        let answer = String(decoding: await client.readAll(), as: UTF8.self)
        return answer.range(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? ""
    }
}
