import Civil
import Ledger
import Meters
import Telling

extension ForeignObject {
    /// The fields of `liveMeasurement` in Tibber's API: W, kWh, V and A, accumulated since local midnight; "last hour" is the running
    /// one.
    ///
    /// Without those that only Tibber knows (costs, signal strength), and without what a meter on its own does not say: its power
    /// factor, and the unit that reactive power is expected in. `estimatedHourConsumption` is pyTibber's, and our own forecast.
    init(liveMeasurement snapshot: MeterSnapshot, calendar: LocalCalendar) {
        self.init()
        let reading = snapshot.reading
        self["timestamp"] = .text(calendar.isoText(of: snapshot.live.time))
        self["power"] = reading.powerImportW.map(Value.int)
        self["powerProduction"] = reading.powerExportW.map(Value.int)
        addDay(snapshot)
        self["accumulatedConsumptionLastHour"] = snapshot.hour.map { .thousandths($0.usedWh, decimals: 3) }
        self["estimatedHourConsumption"] = snapshot.hour.map { .thousandths($0.expectedWh, decimals: 3) }
        self["lastMeterConsumption"] = snapshot.registerImportWh.map { .thousandths($0, decimals: 3) }
        self["lastMeterProduction"] = snapshot.registerExportWh.map { .thousandths($0, decimals: 3) }
        add("voltagePhase", reading.voltageMV)
        add("currentL", reading.currentMA)
    }

    private mutating func addDay(_ snapshot: MeterSnapshot) {
        guard let day = snapshot.day else { return }
        self["accumulatedConsumption"] = snapshot.importTodayWh.map { .thousandths($0, decimals: 3) }
        self["minPower"] = (day.power?.minW).map(Value.int)
        self["averagePower"] = (day.power?.meanW).map(Value.int)
        self["maxPower"] = (day.power?.maxW).map(Value.int)
        guard snapshot.sendsExport else { return }
        self["accumulatedProduction"] = day.exportWh.map { .thousandths($0, decimals: 3) }
        self["minPowerProduction"] = (day.exportPower?.minW).map(Value.int)
        self["maxPowerProduction"] = (day.exportPower?.maxW).map(Value.int)
    }
}

extension LocalCalendar {
    /// ISO 8601 with milliseconds and the offset: `2026-01-31T18:30:02.512+01:00`.
    func isoText(of instant: Instant) -> String {
        let local = dateTime(of: instant)
        let milliseconds = Int(instant.milliseconds(since: instant.wholeSecond))
        let sign = local.offsetSeconds < 0 ? "-" : "+"
        let minutes = abs(local.offsetSeconds) / 60
        let fraction = String(milliseconds + 1_000).dropFirst()
        return
            "\(local.day)T\(local.clockText):\(two(local.second)).\(fraction)\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
