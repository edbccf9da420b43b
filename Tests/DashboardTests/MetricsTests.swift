import Civil
import Foundation
import Meters
import TestSupport
import Testing

@testable import Dashboard

@Suite("/metrics", .timeLimit(.minutes(5)))
struct MetricsTests {
    /// The samples, as Prometheus' own client library reads them.
    private func samples(_ text: String) async throws -> [JSON] {
        let folder = try Checkout.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "metrics").path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "metrics.py").path
        let result = try await RunningProgram.run(
            URL(filePath: "/bin/sh"),
            ["-c", "exec /usr/bin/python3 \"$0\" < \"$1\"", script, file]
        )
        try #require(result.code == 0, "\(result.lines.suffix(3))")
        return try result.lines.map { try JSON($0) }
    }

    private func value(_ name: String, _ labels: [String: String], in samples: [JSON]) -> Double? {
        let wanted = JSON.object(labels.mapValues { .text($0) })
        return samples.first { $0["name"]?.text == name && $0["labels"] == wanted }?["value"]?.double
    }

    @Test("Prometheus' own parser reads every sample, of its type and with its value")
    func scrape() async throws {
        try await TestServer.run(metrics: [
            MetricFamily(
                "kilovakt_webhook_waiting",
                .gauge,
                "W.",
                [.init(.whole(2), [.init("webhook", "a")])]
            )
        ]) { server async throws in
            let reply = try await server.get("/metrics")
            #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let samples = try await samples(reply.body)
            let meter = ["meter": Home.meter.id]
            let expected: [(String, [String: String], Double)] = [
                ("kilovakt_power_import_watts", meter, 1_247),
                ("kilovakt_power_export_watts", meter, 0),
                ("kilovakt_import_energy_wh_total", meter, 109_552_250),
                ("kilovakt_export_energy_wh_total", meter, 7),
                ("kilovakt_hour_used_wh", meter, 2_001),
                ("kilovakt_hour_expected_wh", meter, 4_350),
                ("kilovakt_hour_limit_wh", meter, 5_000),
                ("kilovakt_hour_budget_watts", meter, 6_003),
                ("kilovakt_hour_step_risk_ratio", meter, 0.125),
                ("kilovakt_month_mean_watts", meter, 6_165),
                ("kilovakt_month_step", meter, 3),
                ("kilovakt_voltage_volts", ["meter": Home.meter.id, "phase": "L1"], 230.1),
                ("kilovakt_current_amperes", ["meter": Home.meter.id, "phase": "L3"], 3.7),
                ("kilovakt_webhook_waiting", ["webhook": "a"], 2),
                ("kilovakt_build_info", ["version": TestServer.version], 1),
                ("process_start_time_seconds", [:], Double(Home.time.unixSeconds)),
            ]
            for (name, labels, number) in expected {
                #expect(value(name, labels, in: samples) == number, "\(name)")
            }
            #expect((value("process_resident_memory_bytes", [:], in: samples) ?? 0) > 1_000_000)
            #expect((value("process_cpu_seconds_total", [:], in: samples) ?? 0) > 0)
            for sample in samples {
                let isTotal = sample["name"]?.text?.hasSuffix("_total") == true
                #expect(sample["type"]?.text == (isTotal ? "counter" : "gauge"))
            }
        }
    }

    @Test("Whatever is in a label comes out of the parser as it was")
    func labels() async throws {
        let odd = "a\"b\\n\\c\n\u{1F50C} {x=\"y\"}, \u{7F}"
        let family = MetricFamily(
            "kilovakt_x",
            .gauge,
            "Help \\ with\na line.",
            [.init(.whole(-3), [.init("l", odd)])]
        )
        let samples = try await samples(ExpositionText.text([family]))
        #expect(value("kilovakt_x", ["l": odd], in: samples) == -3)
    }

    @Test(
        "Numbers are written exactly",
        arguments: [
            (MetricFamily.Value.thousandths(230_100), "230.100"), (.thousandths(-7), "-0.007"),
            (.thousandths(5_000), "5"), (.whole(.min), "-9223372036854775808"),
            (.thousandths(.min), "-9223372036854775.808"), (.real(.nan), "NaN"),
            (.real(-.infinity), "-Inf"), (.real(0.125), "0.125"),
        ]
    )
    func numbers(value: MetricFamily.Value, text: String) {
        #expect(ExpositionText.text([MetricFamily("x", .gauge, "X.", value)]).hasSuffix("\nx \(text)\n"))
    }

    @Test("What the meter never sent, and power that is old, has no sample")
    func leftOut() {
        let silent = ExpositionText.text(MeterMetrics([MeterState()], at: Home.start).families)
        #expect(silent.isEmpty)
        let old = MeterMetrics([Home.state(Home.events)], at: after(61)).families
        let names = old.filter { !$0.samples.isEmpty }.map(\.name)
        #expect(!names.contains("kilovakt_power_import_watts"))
        #expect(!names.contains("kilovakt_voltage_volts"))
        #expect(names.contains("kilovakt_import_energy_wh_total"))
        let age = old.first { $0.name == "kilovakt_last_message_age_seconds" }
        #expect(age?.samples.first?.value == .thousandths(61_000))
    }
}
