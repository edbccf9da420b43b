import Civil
import Ledger
import Meters
import TestSupport
import Testing

@testable import Dashboard

@Suite("/healthz")
struct HealthTests {
    private func report(_ meters: [MeterState], after seconds: Double) -> HealthReport {
        HealthReport(meters, start: Home.start, at: after(seconds))
    }

    @Test(
        "A meter may be quiet for two minutes",
        arguments: [(0.0, HealthReport.Status.ok), (120, .ok), (121, .silent), (86_400, .silent)]
    )
    func silence(seconds: Double, status: HealthReport.Status) {
        let report = report([Home.state([.meter(Home.meter)] + Home.events)], after: seconds)
        #expect(report.status == status)
        #expect(report.meters.first?.meter == Home.meter.id)
        #expect(report.meters.first?.ageSeconds == Int(seconds))
        #expect(report.meters.first?.lastMessage == "2026-01-31T17:30:02Z")
    }

    @Test("One that has not begun is given the same time, and then it is silent")
    func begins() {
        #expect(report([MeterState()], after: 120).meters.first?.status == .waiting)
        #expect(report([MeterState()], after: 120).status == .ok)
        let late = report([MeterState()], after: 121)
        #expect(late.status == .silent)
        #expect(late.meters.first?.meter == "unknown_1")
        #expect(late.meters.first?.lastMessage == nil)
    }

    @Test("One silent meter of two is enough, and said to be the one")
    func several() {
        let report = report([MeterState(), Home.state(Home.events)], after: 100)
        #expect(report.status == .ok)
        var heard = Home.state(Home.events)
        _ = heard.record(Home.live(), at: after(300))
        let later = self.report([Home.state(Home.events), heard], after: 310)
        #expect(later.status == .silent)
        #expect(later.meters.map(\.status) == [.silent, .ok])
    }
}
