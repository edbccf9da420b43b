import Civil
import Ledger
import Meters
import Telling

// Values as amsreader publishes them. What each list of a meter holds decides which keys there are: list 1 is power alone, list 2 has
// the phases, list 3 the counters.

extension ForeignObject {
    /// Classic JSON (mode 0), `<base>`.
    init(classic snapshot: MeterSnapshot) {
        self.init()
        self["id"] = .text(snapshot.identity.id)
        self["name"] = .text(softwareName)
        self["t"] = .int(Int(snapshot.live.time.unixSeconds))
        var data = ForeignObject(powersOf: snapshot, idKey: "meterId")
        data.addCounters(of: snapshot)
        self["data"] = .filled(data)
        self["realtime"] = .filled(ForeignObject(classicRealtimeOf: snapshot))
    }

    /// Home Assistant (mode 4), `<base>/power`.
    init(power snapshot: MeterSnapshot) {
        self.init(powersOf: snapshot, idKey: "id")
        self["t"] = .text(snapshot.live.time.wholeSecond.description)
    }

    /// Home Assistant (mode 4), `<base>/energy`: with the list that has the counters.
    ///
    /// - Returns: `nil` for other lists.
    init?(energy snapshot: MeterSnapshot) {
        self.init()
        addCounters(of: snapshot)
        guard !isEmpty else { return nil }
        self["t"] = .text(snapshot.live.time.wholeSecond.description)
    }

    /// Home Assistant (mode 4), `<base>/state`.
    init(state snapshot: MeterSnapshot, softwareVersion: String) {
        self.init()
        self["id"] = .text(snapshot.identity.id)
        self["name"] = .text(softwareName)
        self["version"] = .text(softwareVersion)
        self["t"] = .text(snapshot.live.time.wholeSecond.description)
    }

    // MARK: - A list of the meter

    /// W and var; A and V with two decimals.
    private init(powersOf snapshot: MeterSnapshot, idKey: String) {
        self.init()
        let reading = snapshot.reading
        self["P"] = reading.powerImportW.map(Value.int)
        guard reading.hasMoreThanPower else { return }
        self["lv"] = .text(snapshot.identity.list)
        self[idKey] = .text(snapshot.identity.id)
        self["type"] = .text(snapshot.identity.model)
        self["Q"] = reading.reactiveImportVar.map(Value.int)
        self["PO"] = reading.powerExportW.map(Value.int)
        self["QO"] = reading.reactiveExportVar.map(Value.int)
        add("I", reading.currentMA)
        add("U", reading.voltageMV)
    }

    /// kWh and kvarh with three decimals. `rtc`, the meter's clock, is left out: in which zone it runs, each make decides.
    private mutating func addCounters(of snapshot: MeterSnapshot) {
        let reading = snapshot.reading
        self["tPI"] = reading.energyImportWh.map { .thousandths($0, decimals: 3) }
        self["tPO"] = reading.energyExportWh.map { .thousandths($0, decimals: 3) }
        self["tQI"] = reading.reactiveEnergyImportVarh.map { .thousandths($0, decimals: 3) }
        self["tQO"] = reading.reactiveEnergyExportVarh.map { .thousandths($0, decimals: 3) }
    }
}

private let softwareName = "kilovakt"

extension Reading {
    fileprivate var hasMoreThanPower: Bool {
        powerExportW != nil || reactiveImportVar != nil || reactiveExportVar != nil || energyImportWh != nil
            || energyExportWh != nil || !currentMA.isEmpty || !voltageMV.isEmpty
    }
}
