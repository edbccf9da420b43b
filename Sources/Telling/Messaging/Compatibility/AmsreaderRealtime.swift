import Civil
import Ledger
import Telling

// The running hour, day and month as amsreader publishes them. Energy fed in during the running hour is left out: the ledger tells it
// when the hour has closed. So are costs, and the ladder of thresholds.

extension ForeignObject {
    /// `realtime` of the classic JSON: kWh of the hour with three decimals, of the day with two, of the month with one.
    init(classicRealtimeOf snapshot: MeterSnapshot) {
        self.init()
        self["h"] = snapshot.hour.map { .thousandths($0.usedWh, decimals: 3) }
        self["d"] = snapshot.importTodayWh.map { .thousandths($0, decimals: 2) }
        self["m"] = snapshot.day.map { .thousandths($0.monthImportWh, decimals: 1) }
        if snapshot.sendsExport {
            self["de"] = snapshot.day?.exportWh.map { .thousandths($0, decimals: 2) }
            self["me"] = snapshot.day?.monthExportWh.map { .thousandths($0, decimals: 1) }
        }
        self["t"] = snapshot.thresholdKW.map(Value.int)
        self["x"] = snapshot.month.flatMap(Self.mean)
        self["peaks"] = snapshot.month.map(Self.peaks)
    }

    /// Home Assistant (mode 4), `<base>/realtime`: kWh with three decimals.
    init(realtime snapshot: MeterSnapshot) {
        self.init()
        self["max"] = snapshot.month.flatMap(Self.mean)
        self["peaks"] = snapshot.month.map(Self.peaks)
        self["threshold"] = snapshot.thresholdKW.map(Value.int)
        self["hour"] = .filled(Self.use(snapshot.hour?.usedWh, produced: nil))
        self["day"] = .filled(
            Self.use(snapshot.importTodayWh, produced: snapshot.sendsExport ? snapshot.day?.exportWh : nil)
        )
        self["month"] = .filled(
            Self.use(
                snapshot.day?.monthImportWh,
                produced: snapshot.sendsExport ? snapshot.day?.monthExportWh : nil
            )
        )
        self["t"] = .text(snapshot.live.time.wholeSecond.description)
    }

    private static func use(_ importWh: Int?, produced exportWh: Int?) -> ForeignObject {
        var object = ForeignObject()
        object["use"] = importWh.map { .thousandths($0, decimals: 3) }
        object["produced"] = exportWh.map { .thousandths($0, decimals: 3) }
        return object
    }

    /// The month's mean of peaks; none before the first.
    private static func mean(_ month: MonthStatus) -> Value? {
        month.counting.isEmpty ? nil : .thousandths(month.meanW, decimals: 2)
    }

    /// Those that count, highest first.
    private static func peaks(_ month: MonthStatus) -> Value {
        .list(month.counting.map { .thousandths($0.importWh, decimals: 2) })
    }
}
