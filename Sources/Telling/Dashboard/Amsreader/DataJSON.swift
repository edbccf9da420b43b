import Civil
import Foundation
import Ledger
import Meters
import Telling

/// What amsreader serves as `/data.json`, by its keys, as far as they are known and kilovakt has the values: evcc's meter
/// `amsleser` and other dashboards read them. What the meter never sent is left out, and so is power that is old.
///
/// Keys left out because no source that may be used says what they hold: `im, om, mf, ri, re, ric, rec, f, v, r, t, m, em, hm, wm,
/// mm, me, sa, mt, ds` and tariff registers; because kilovakt has no such value yet: prices, costs.
struct DataJSON: Encodable {
    /// Power drawn and fed in, and the one less the other, in W.
    let i: Int?
    let e: Int?
    let w: Int?
    /// The meter's counters, in kWh.
    let ic: Decimal?
    let ec: Decimal?
    let l1: Phase?
    let l2: Phase?
    let l3: Phase?
    let ea: Account?

    /// One phase.
    struct Phase: Encodable {
        /// In V and A, and in W: drawn less fed in.
        let u: Decimal?
        let i: Decimal?
        let p: Int?
        /// Only where it is true: the meter sends the current of other phases and not of this one, as with L2 of an IT net.
        let e: Bool?

        init?(milliVolts: Int?, milliAmperes: Int?, watts: Int?, isMissing: Bool) {
            guard milliVolts != nil || milliAmperes != nil || watts != nil || isMissing else { return nil }
            u = milliVolts.map(Decimal.init(thousandths:))
            i = milliAmperes.map(Decimal.init(thousandths:))
            p = watts
            e = isMissing ? true : nil
        }
    }

    /// The energy account: the month's mean of peaks in kW, the peaks in kWh, the bound of the step in kW, and what the running
    /// hour, the day and the month have used and produced.
    struct Account: Encodable {
        let x: Decimal?
        let p: [Decimal]?
        let t: Int?
        let h: Energy?
        let d: Energy?
        let m: Energy?
    }

    /// Used and produced, in kWh.
    struct Energy: Encodable {
        let u: Decimal
        let p: Decimal?

        init(importWh: Int, exportWh: Int?) {
            u = Decimal(thousandths: importWh)
            p = exportWh.map(Decimal.init(thousandths:))
        }
    }

    /// - Parameter now: power, voltage and current that came longer than a minute before are left out.
    init(_ meter: MeterState, at now: ContinuousClock.Instant) {
        let power = meter.power(at: now)
        i = power?.importW
        e = power?.exportW
        w = power?.netW
        let live = meter.now.live
        ic = live?.energyImportWh.map(Decimal.init(thousandths:))
        ec = live?.energyExportWh.map(Decimal.init(thousandths:))
        let voltage = meter.voltage(at: now)
        let current = meter.current(at: now)
        let phasePower = meter.phasePower(at: now)
        let hasCurrent = current != nil
        l1 = Phase(
            milliVolts: voltage?.l1,
            milliAmperes: current?.l1,
            watts: phasePower?.l1,
            isMissing: hasCurrent && current?.l1 == nil
        )
        l2 = Phase(
            milliVolts: voltage?.l2,
            milliAmperes: current?.l2,
            watts: phasePower?.l2,
            isMissing: hasCurrent && current?.l2 == nil
        )
        l3 = Phase(
            milliVolts: voltage?.l3,
            milliAmperes: current?.l3,
            watts: phasePower?.l3,
            isMissing: hasCurrent && current?.l3 == nil
        )
        ea = Account(meter.now)
    }
}

extension DataJSON.Account {
    /// - Returns: `nil` before the ledger has said anything of hours.
    fileprivate init?(_ meter: MeterNow) {
        guard meter.hour != nil || meter.day != nil || meter.month != nil else { return nil }
        let counting = meter.month?.counting ?? []
        x = counting.isEmpty ? nil : meter.month.map { Decimal(thousandths: $0.meanW) }
        p = counting.isEmpty ? nil : counting.map { Decimal(thousandths: $0.importWh) }
        // A whole number of kW; a bound that is none is left out.
        t = meter.month?.step?.upperW.flatMap { $0 % 1_000 == 0 ? $0 / 1_000 : nil }
        h = meter.hour.map { DataJSON.Energy(importWh: $0.usedWh, exportWh: nil) }
        d = meter.day.map {
            DataJSON.Energy(importWh: $0.importWh, exportWh: $0.exportWh)
        }
        m = meter.day.map {
            DataJSON.Energy(importWh: $0.monthImportWh, exportWh: $0.monthExportWh)
        }
    }
}
