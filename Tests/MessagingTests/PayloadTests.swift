import Civil
import Ledger
import Meters
import Telling
import TestSupport
import Testing

@testable import Messaging

@Suite struct PayloadTests {
    private func text(_ value: some Encodable) -> String {
        String(decoding: PayloadJSON.bytes(value) ?? [], as: UTF8.self)
    }

    @Test("A full message is published value by value, in exact decimals") func live() {
        #expect(
            text(LivePayload(Example.live)) == """
                {"current_a":[1.89,0,3.7],"export_kwh":0.007,"export_w":0,"import_kwh":109552.25,"power_w":1247,\
                "reactive_export_var":0,"reactive_import_var":12,"time":"2026-01-31T17:30:02.512Z",\
                "voltage_v":[230.1,229,231.5]}
                """
        )
    }

    @Test("A message of power alone says nothing of the rest") func powerAlone() {
        #expect(
            text(LivePayload(Example.powerAlone))
                == #"{"power_w":1250,"time":"2026-01-31T17:30:02.512Z"}"#
        )
    }

    @Test("In an IT net, the current that is not measured is null in its place") func net() {
        var live = Example.powerAlone
        live.reading.currentMA = PhaseValues(l1: 1_000, l2: nil, l3: 2_000)
        #expect(text(LivePayload(live)).contains(#""current_a":[1,null,2]"#))
    }

    @Test("The running hour, with its limit") func hour() {
        #expect(
            text(HourPayload(Example.hour())) == """
                {"budget_kwh":2.999,"budget_w":6003,"expected_kwh":4.35,"free":false,"high_kwh":4.76,"limit_kwh":5,\
                "low_kwh":4,"quality":"measured","start":"2026-01-31T17:00:00Z","step_risk":0.125,\
                "time":"2026-01-31T17:30:02.512Z","used_kwh":2.001}
                """
        )
    }

    @Test("On the last step there is no limit, and none is said") func lastStep() {
        let payload = text(HourPayload(Example.hour(limitWh: nil)))
        #expect(!payload.contains("limit_kwh"))
        #expect(!payload.contains("budget_kwh"))
    }

    @Test(
        "A risk that is no number is left out",
        arguments: [(Double.nan, false), (1.5, true), (-0.1, true)]
    )
    func risk(_ value: Double, _ isSaid: Bool) {
        let payload = text(HourPayload(Example.hour(stepRisk: value)))
        #expect(payload.contains("step_risk") == isSaid)
        #expect(!payload.isEmpty)
    }

    @Test("A closed hour, with export only from a meter that sends it") func closed() {
        let start = #""quality":"measured","start":"2026-01-31T17:00:00Z"}"#
        let end = #"{"end":"2026-01-31T18:00:00Z","#
        #expect(
            text(ClosedPayload(Example.closed(0), sendsExport: true))
                == end + #""export_kwh":0,"import_kwh":4.352,"# + start
        )
        #expect(
            text(ClosedPayload(Example.closed(0), sendsExport: false)) == end + #""import_kwh":4.352,"#
                + start
        )
    }

    @Test("The month, its peaks and its step") func month() {
        #expect(
            text(MonthPayload(Example.month(), nil, sendsExport: true, in: .oslo)) == """
                {"mean_kw":6.165,"month":"2026-01","peaks":[\
                {"day":"2026-01-31","kwh":6.5,"quality":"measured","start":"2026-01-31T17:00:00Z"},\
                {"day":"2026-01-12","kwh":6.004,"quality":"measured","start":"2026-01-12T17:00:00Z"},\
                {"day":"2026-01-03","kwh":5.99,"quality":"measured","start":"2026-01-03T17:00:00Z"}],\
                "produced_kwh":0,"provisional":false,"start":"2025-12-31T23:00:00Z","step":3,"step_from_kw":5,"step_to_kw":10,"uncertain":0,\
                "used_kwh":812.345}
                """
        )
    }

    @Test("The month's energy is that of the last minute; a minute of another month says nothing of it")
    func monthSoFar() {
        let payload = text(MonthPayload(Example.month(), Example.day(), sendsExport: false, in: .oslo))
        #expect(payload.contains(#""used_kwh":814.346"#))
        #expect(payload.contains(#""time":"2026-01-31T17:30:02.512Z""#))
        let next = Example.day(LocalDay(year: 2026, month: 2, day: 1))
        let other = text(MonthPayload(Example.month(), next, sendsExport: false, in: .oslo))
        #expect(other.contains(#""used_kwh":812.345"#))
        #expect(!other.contains("time"))
    }

    @Test("The day so far, with the least, the mean and the most of its power") func day() {
        #expect(
            text(DayPayload(Example.day(sendsExport: true), in: .oslo)) == """
                {"day":"2026-01-31","export_w":{"max":0,"mean":0,"min":0},"power_w":{"max":6120,"mean":1795,"min":312},\
                "produced_kwh":0,"start":"2026-01-30T23:00:00Z","time":"2026-01-31T17:30:02.512Z","used_kwh":31.415}
                """
        )
        var alone = Example.day()
        alone.power = nil
        alone.exportPower = nil
        #expect(
            text(DayPayload(alone, in: .oslo))
                == #"{"day":"2026-01-31","start":"2026-01-30T23:00:00Z","time":"2026-01-31T17:30:02.512Z","used_kwh":31.415}"#
        )
    }

    @Test("A counter of energy fed in is left out until the meter says anything of it") func noExport() {
        var live = Example.powerAlone
        #expect(!text(LivePayload(live)).contains("export"))
        live.energyExportWh = 0
        #expect(text(LivePayload(live)).contains(#""export_kwh":0"#))
    }

    @Test("Power of each phase is drawn less fed in, with null for a phase that the meter does not send")
    func phasePower() {
        var live = Example.powerAlone
        live.reading.phaseImportW = PhaseValues(l1: 1_200, l2: 0, l3: nil)
        live.reading.phaseExportW = PhaseValues(l1: 0, l2: 300, l3: nil)
        #expect(text(LivePayload(live)).contains(#""phase_power_w":[1200,-300,null]"#))
        #expect(!text(LivePayload(Example.powerAlone)).contains("phase_power_w"))
    }

    @Test("A value that JSON cannot hold gives no message, instead of one that deletes a retained topic")
    func unwritable() {
        #expect(PayloadJSON.bytes(["risk": Double.nan]) == nil)
    }

    @Test("A month without a peak has no mean, and the last step no end") func emptyMonth() {
        #expect(
            text(MonthPayload(Example.month(peaks: 0, upperW: nil), nil, sendsExport: false, in: .oslo))
                == #"{"month":"2026-01","peaks":[],"provisional":true,"start":"2025-12-31T23:00:00Z","step":3,"step_from_kw":5,"uncertain":0,"used_kwh":812.345}"#
        )
    }

    @Test("Where no hour decides the step is left out, and a weighted peak says what it counts for")
    func otherModels() {
        var month = Example.month(peaks: 0)
        month.step = nil
        #expect(
            text(MonthPayload(month, nil, sendsExport: false, in: .oslo))
                == #"{"month":"2026-01","peaks":[],"provisional":true,"start":"2025-12-31T23:00:00Z","uncertain":0,"used_kwh":812.345}"#
        )
        #expect(Set<Sensor>.seen(in: month).isEmpty)
        var weekly = Example.month(peaks: 1)
        weekly.counting[0].weightPercent = 25
        #expect(
            text(MonthPayload(weekly, nil, sendsExport: false, in: .oslo))
                .contains(
                    #""kwh":6.5,"quality":"measured","start":"2026-01-31T17:00:00Z","weight_percent":25}"#
                )
        )
    }

    @Test("Who the meter is and how it is read") func meter() {
        #expect(
            text(MeterPayload(Example.meter, Example.source)) == """
                {"id":"5706567202753025","list":"Kamstrup_V0001","make":"Kamstrup","model":"6841131BN243101040",\
                "source":"/dev/ttyUSB0","speed":"2400 8E1"}
                """
        )
        #expect(!text(MeterPayload(Example.meter, MeterSource(source: "a"))).contains("speed"))
    }

    @Test(
        "An id becomes a part of a topic, whatever is in it",
        arguments: [("5706-A_b", "5706-A_b"), ("a/b", "a_b"), ("+#", "__"), ("æ\u{0} ", "___"), ("", "")]
    )
    func part(_ id: String, _ expected: String) {
        #expect(Topics.part(id) == expected)
    }
}
