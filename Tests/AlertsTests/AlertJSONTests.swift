import Alerts
import Civil
import Foundation
import Ledger
import Testing

@Suite("Alerts as JSON")
struct AlertJSONTests {
    static let goldens: [(events: [LedgerEvent], json: [String])] = [
        (
            [.risk(0.8125, 1_800, usedWh: 2_100), .risk(0.1, 1_810, usedWh: 2_110)],
            [
                #"{"advice":"Turn off 3.1 kW until 17:00.","budget_w":4000,"expected_kwh":5.625,"hour_start":"2026-01-15T15:00:00Z","#
                    + #""key":"hour_forecast/5706567202753025/2026-01-15T15:00:00Z","limit_kwh":5,"meter":"5706567202753025","#
                    + #""meter_name":"Hjemme","name":"hour_forecast","rule":"hour_forecast","severity":"warning","state":"raised","#
                    + #""step_risk":0.813,"text":"The hour 16:00–17:00 is expected to end at 5.63 kWh; at 5.00 kWh it reaches the"#
                    + #" next capacity step (probability 81 %). 2.10 kWh are used so far.","time":"2026-01-15T15:30:00Z","#
                    + #""title":"This hour may pass its limit of 5.00 kWh","used_kwh":2.1}"#,
                #"{"budget_w":4000,"expected_kwh":5.625,"hour_start":"2026-01-15T15:00:00Z","#
                    + #""key":"hour_forecast/5706567202753025/2026-01-15T15:00:00Z","limit_kwh":5,"meter":"5706567202753025","#
                    + #""meter_name":"Hjemme","name":"hour_forecast","rule":"hour_forecast","severity":"warning","state":"cleared","#
                    + #""step_risk":0.1,"text":"The hour 16:00–17:00 is expected to end at 5.63 kWh, its limit is 5.00 kWh.","#
                    + #""time":"2026-01-15T15:30:10Z","title":"This hour stays below its limit","used_kwh":2.11}"#,
            ]
        ),
        (
            [.risk(1, 3_000, usedWh: 5_004), .closed(four, importWh: 5_391, .gap)],
            [
                #"{"advice":"Use as little as you can until 17:00.","budget_w":4000,"expected_kwh":5.625,"hour_start":"2026-01-15T15:00:00Z","#
                    + #""key":"hour_forecast/5706567202753025/2026-01-15T15:00:00Z","limit_kwh":5,"meter":"5706567202753025","#
                    + #""meter_name":"Hjemme","name":"hour_forecast","rule":"hour_forecast","severity":"critical","state":"raised","#
                    + #""step_risk":1,"text":"The hour 16:00–17:00 has used 5.00 kWh. At 5.00 kWh it reached the next capacity step.","#
                    + #""time":"2026-01-15T15:50:00Z","title":"This hour has passed its limit of 5.00 kWh","used_kwh":5.004}"#,
                #"{"hour_start":"2026-01-15T15:00:00Z","#
                    + #""key":"hour_forecast/5706567202753025/2026-01-15T15:00:00Z","limit_kwh":5,"meter":"5706567202753025","#
                    + #""meter_name":"Hjemme","name":"hour_forecast","rule":"hour_forecast","severity":"critical","state":"cleared","#
                    + #""text":"The hour 16:00–17:00 ended at 5.39 kWh; its limit was 5.00 kWh. Some of it was not seen, so this may"#
                    + #" be too low.","time":"2026-01-15T16:00:00Z","title":"The hour ended at 5.39 kWh","used_kwh":5.391}"#,
            ]
        ),
        (
            [.power(9_840, 0), .power(9_840, 60), .power(7_249, 130)],
            [
                #"{"advice":"Turn off 0.9 kW.","key":"power_above/5706567202753025/2026-01-15T15:01:00Z","limit_w":9000,"#
                    + #""meter":"5706567202753025","meter_name":"Hjemme","name":"power_above","power_w":9840,"rule":"power_above","#
                    + #""severity":"warning","state":"raised","text":"Power is 9.8 kW now, and has been above 9.0 kW for 60 s.","#
                    + #""time":"2026-01-15T15:01:00Z","title":"Power is above 9.0 kW"}"#,
                #"{"key":"power_above/5706567202753025/2026-01-15T15:01:00Z","limit_w":9000,"#
                    + #""meter":"5706567202753025","meter_name":"Hjemme","name":"power_above","power_w":7249,"rule":"power_above","#
                    + #""severity":"warning","state":"cleared","text":"Power is 7.2 kW now.","#
                    + #""time":"2026-01-15T15:02:10Z","title":"Power is below 9.0 kW again"}"#,
            ]
        ),
    ]

    private func alerts(_ events: [LedgerEvent]) throws -> [Alert] {
        var engine = try AlertEngine(
            AlertRule(.hourForecast(probability: 0.8), to: ["phone"]),
            AlertRule(.powerAbove(watts: 9_000), holdSeconds: 60, to: ["phone"])
        )
        return events.flatMap { engine.consider($0) }
    }

    @Test("Every kind of alert is written as promised, raised and cleared", arguments: goldens.indices)
    func golden(_ index: Int) throws {
        let (events, json) = Self.goldens[index]
        #expect(try alerts(events).map { String(decoding: try $0.json(), as: UTF8.self) } == json)
    }

    @Test("What was written is read back the same, but for whom it goes to", arguments: goldens.indices)
    func roundTrip(_ index: Int) throws {
        for alert in try alerts(Self.goldens[index].events) {
            var read = try JSONDecoder().decode(Alert.self, from: Data(alert.json()))
            #expect(read.to == [])
            read.to = alert.to
            #expect(read == alert)
        }
    }

    @Test("Milliseconds survive")
    func milliseconds() throws {
        let alert = Alert.test(at: four.adding(milliseconds: 512), meterName: "Hjemme")
        #expect(
            try String(decoding: alert.json(), as: UTF8.self).contains(#""time":"2026-01-15T15:00:00.512Z""#)
        )
        #expect(try JSONDecoder().decode(Alert.self, from: Data(alert.json())) == alert)
    }

    @Test("When the forecast is below the limit, the advice is the budget")
    func adviceBelowTheLimit() throws {
        let advice = try alerts([.risk(0.9, 1_800, usedWh: 4_000)]).map(\.advice)
        #expect(advice == ["Keep the power below 4.0 kW until 17:00."])
    }
}
