import Civil
import Ledger
import Meters
import TestSupport
import Testing

@Suite("A meter that does not say what its registers count", .ownThread)
struct EnergyScaleTests {
    private static let start = utc("07:43:00")
    private static let cases = ScaledLoad.allCases.flatMap { load in
        ScaledMeter.Registers.allCases.flatMap { registers in
            EnergyScale.allCases.map { (load, registers, $0) }
        }
    }

    @Test(
        "Found out by power: every hour is measured in the end, none was ever told tenfold, and only Wh is said",
        arguments: cases
    )
    func foundOut(load: ScaledLoad, registers: ScaledMeter.Registers, scale: EnergyScale) {
        var meter = ScaledMeter(scale, registers, from: Self.start, load: load.load)
        var play = Play()
        play.listen(to: &meter, until: utc("19:10:00"))
        #expect(play.notices == (scale == .wattHours ? [.energyScale(.wattHours)] : []))
        let hours = play.hours.values.sorted { $0.start < $1.start }
        #expect(hours.count == 12)
        for hour in hours.dropFirst() {
            #expect(hour.quality == .measured, "\(hour.start)")
            #expect(abs(hour.importWh - meter.importWh(hour.start)) <= 10, "\(hour.start)")
            #expect(abs(hour.exportWh - meter.exportWh(hour.start)) <= 10, "\(hour.start)")
        }
        for told in play.closings {
            let truth = (meter.importWh(told.start), meter.exportWh(told.start))
            #expect(told.importWh <= truth.0 * 5 / 4 + 15 && told.exportWh <= truth.1 * 5 / 4 + 15)
            if told.quality == .measured { #expect(abs(told.importWh - truth.0) <= 10) }
        }
        #expect(abs((play.counters.last ?? 0) - meter.energyImportWh) <= 20 + 15_000 / 360)
    }

    /// After how many hours each is decided: by when the first hour is told as measured.
    private static let decisions: [(ScaledLoad, ScaledMeter.Registers, EnergyScale, String)] = [
        (.steady400W, .hourly, .tenWattHours, "09:01"), (.steady400W, .hourly, .wattHours, "09:01"),
        (.steady10kW, .hourly, .tenWattHours, "09:01"), (.steady10kW, .hourly, .wattHours, "09:01"),
        (.steady15kW, .hourly, .tenWattHours, "09:01"), (.steady15kW, .hourly, .wattHours, "09:01"),
        (.fluctuating, .hourly, .tenWattHours, "09:01"), (.fluctuating, .hourly, .wattHours, "09:01"),
        (.vacant15W, .hourly, .wattHours, "09:01"), (.vacant15W, .hourly, .tenWattHours, "15:01"),
        (.vacant15W, .always, .tenWattHours, "15:01"), (.vacant15W, .always, .wattHours, "09:01"),
        (.steady400W, .always, .tenWattHours, "09:01"), (.steady400W, .always, .wattHours, "09:01"),
    ]

    @Test(
        "Decided as soon as can be: mostly by the second list, in an empty home after hours",
        arguments: decisions
    )
    func soon(load: ScaledLoad, registers: ScaledMeter.Registers, scale: EnergyScale, time: String) throws {
        var meter = ScaledMeter(scale, registers, from: Self.start, load: load.load)
        var play = Play()
        while !play.closings.contains(where: { $0.quality == .measured }), meter.now < utc("23:00:00") {
            let message = meter.next()
            play.record(message.reading, at: message.arrival)
        }
        #expect(meter.now <= utc(time + ":10"))
        #expect(meter.now > utc(time + ":10").adding(seconds: -3_600))
    }

    @Test("What is told with the message is by the right scale from that moment on, reactive energy too")
    func live() {
        var meter = ScaledMeter(.wattHours, .hourly, from: Self.start) { _ in (1_000, 0) }
        var ledger = Ledger(settings: .oslo())
        var found = false
        while meter.now < utc("11:30:00") {
            let message = meter.next()
            for event in ledger.record(message.reading, at: message.arrival) {
                if case .notice(.energyScale(.wattHours)) = event { found = true }
                guard found, case .live(let live) = event, let register = live.reading.energyImportWh else {
                    continue
                }
                let truth =
                    ScaledMeter.firstWh.importWh + 1_000
                    * Int(message.arrival.hourStart.milliseconds(since: Self.start)) / 3_600_000
                #expect(abs(register - truth) <= 1)
                #expect(live.reading.reactiveEnergyImportVarh == register)
                #expect(live.reading.energyExportWh == ScaledMeter.firstWh.exportWh)
                #expect(live.energyExportWh == ScaledMeter.firstWh.exportWh)
                #expect(abs((live.energyImportWh ?? 0) - register) <= 17, "a minute of 1 kW after the hour")
            }
        }
        #expect(found)
    }

    @Test(
        "A meter that says its unit is never touched, whatever power says",
        arguments: EnergyScaleSetting.allCases
    )
    func saysUnit(setting: EnergyScaleSetting) {
        var settings = LedgerSettings.oslo()
        settings.energyScale = setting
        var play = Play(settings)
        for hour in 0..<6 {
            let start = utc("08:00:00").adding(seconds: Int64(hour) * 3_600)
            play.list(start, 1_000_000 + hour * 10_000)
            play.power(1_000, from: start.adding(seconds: 20), to: start.adding(seconds: 3_600))
        }
        #expect(play.closings.map(\.importWh) == Array(repeating: 10_000, count: 5))
        #expect(play.closings.allSatisfy { $0.quality == .measured })
        #expect(play.notices == [])
    }

    @Test(
        "A scale that is set holds, right or wrong; that power says something else is said once",
        arguments: EnergyScale.allCases,
        [EnergyScaleSetting.wattHours, .tenWattHours]
    )
    func fixed(scale: EnergyScale, setting: EnergyScaleSetting) {
        var settings = LedgerSettings.oslo()
        settings.energyScale = setting
        var meter = ScaledMeter(scale, .hourly, from: Self.start) { _ in (1_000, 0) }
        var play = Play(settings)
        play.listen(to: &meter, until: utc("15:10:00"))
        let expected = scale == setting.fixed ? 1_000 : scale == .wattHours ? 10_000 : 100
        let differ = LedgerNotice.powerAndRegisterDiffer(at: utc("13:00:00"))
        #expect(play.notices == (scale == setting.fixed ? [] : [differ]))
        let whole = play.closings.dropFirst()
        #expect(whole.count == 7)
        #expect(whole.allSatisfy { $0.quality == .measured && abs($0.importWh - expected) <= 10 })
    }

    @Test(
        "Chance loads of any size, in either scale, and messages lost: never decided wrongly",
        arguments: 0..<40
    )
    func chance(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let base = Int.random(in: 3...300, using: &random)
        let sizes = [0, 0, 0, 60, 400, 1_800, 3_500, 7_400, 11_000]
        var plan: [Int64: Int] = [:]
        for slot in 0..<4_000 { plan[Int64(slot)] = sizes.randomElement(using: &random) ?? 0 }
        let width = Int64.random(in: 4...900, using: &random)
        let scale: EnergyScale = seed.isMultiple(of: 2) ? .wattHours : .tenWattHours
        var meter = ScaledMeter(scale, random.once(in: 2) ? .hourly : .always, from: Self.start) { second in
            (base + (plan[(second / width) % 4_000] ?? 0), 0)
        }
        var play = Play()
        while meter.now < utc("2026-01-16T08:00:00Z") {
            let message = meter.next()
            if !random.once(in: 60) { play.record(message.reading, at: message.arrival) }
        }
        #expect(play.notices == (scale == .wattHours ? [.energyScale(.wattHours)] : []))
        for hour in play.closings where hour.quality == .measured {
            #expect(abs(hour.importWh - meter.importWh(hour.start)) <= 10 + 11_300 / 360)
        }
        #expect(play.hours.values.filter { $0.quality == .measured }.count > 15)
    }
}
