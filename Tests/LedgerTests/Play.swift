import Civil
import DLMS
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

/// A ledger that is played to, and what it said.
struct Play {
    var ledger: Ledger
    private var settings: LedgerSettings
    /// Every closing, in order; the same hour may come again.
    private(set) var closings: [Hour] = []
    /// The quarters and minutes that came with each closing.
    private(set) var details: [HourDetail] = []
    private(set) var notices: [LedgerNotice] = []
    private(set) var months: [MonthStatus] = []
    private(set) var days: [DayStatus] = []
    /// The running counter after each message.
    private(set) var counters: [Int] = []
    private(set) var status: HourStatus?
    /// The last message, with the counters.
    private(set) var live: LiveValues?

    init(_ settings: LedgerSettings = .oslo()) {
        self.settings = settings
        ledger = Ledger(settings: settings)
    }

    /// Plays to a ledger that has lived before.
    init(_ ledger: Ledger) {
        settings = .oslo()
        self.ledger = ledger
    }

    /// The hours as they stand now.
    var hours: [Instant: Hour] {
        Dictionary(closings.map { ($0.start, $0) }, uniquingKeysWith: { $1 })
    }

    func hour(_ text: String) -> Hour? { hours[utc(text)] }

    mutating func record(_ reading: Reading, at arrival: Instant) {
        take(ledger.record(reading, at: arrival))
    }

    mutating func advance(to now: Instant) {
        take(ledger.advance(to: now))
    }

    private mutating func take(_ events: [LedgerEvent]) {
        for event in events {
            switch event {
            case .closed(let hour): closings.append(hour)
            case .notice(let notice): notices.append(notice)
            case .month(let month): months.append(month)
            case .hour(let status): self.status = status
            case .live(let live):
                self.live = live
                if let energy = live.energyImportWh { counters.append(energy) }
            case .detail(let detail): details.append(detail)
            case .day(let day): days.append(day)
            case .meter: break
            }
        }
    }

    /// What a daemon does that starts anew: state and hours come back from the disk.
    ///
    /// - Parameter new: what was set anew meanwhile.
    mutating func restart(_ new: LedgerSettings? = nil) throws {
        settings = new ?? settings
        let data = try JSONEncoder().encode(ledger.state)
        let state = try JSONDecoder().decode(LedgerState.self, from: data)
        #expect(state == ledger.state)
        let learnt = try JSONEncoder().encode(ledger.forecastModel)
        let model = try JSONDecoder().decode(ForecastModel.self, from: learnt)
        #expect(model == ledger.forecastModel)
        let hours = hours.values.sorted { $0.start < $1.start }
        ledger = Ledger(settings: settings, restoring: state, hours: hours, forecastModel: model)
    }
}

extension LedgerSettings {
    static func oslo(targetW: Int? = nil, maximumPowerW: Int = unknownFuseW) -> LedgerSettings {
        LedgerSettings(calendar: .oslo, targetW: targetW, maximumPowerW: maximumPowerW)
    }
}

extension Reading {
    static func power(_ importW: Int?, export: Int? = nil) -> Reading {
        var reading = Reading(make: .kamstrup)
        reading.powerImportW = importW
        reading.powerExportW = export
        return reading
    }

    /// The list of the hour, with the meter's clock.
    static func registers(_ importWh: Int?, export: Int? = 0, clock: Instant?, power: Int? = nil) -> Reading {
        var reading = Reading.power(power)
        reading.energyImportWh = importWh
        reading.energyExportWh = export
        reading.clock = clock.map(COSEMDateTime.init(utc:))
        return reading
    }
}

extension COSEMDateTime {
    /// What a clock that keeps UTC shows.
    init(utc instant: Instant) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let date = Date(timeIntervalSince1970: Double(instant.unixMilliseconds) / 1_000)
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        self.init(
            year: UInt16(parts.year ?? 0),
            month: UInt8(parts.month ?? 0),
            day: UInt8(parts.day ?? 0),
            hour: UInt8(parts.hour ?? 0),
            minute: UInt8(parts.minute ?? 0),
            second: UInt8(parts.second ?? 0)
        )
    }
}

extension Play {
    /// Power of so many watts every ten seconds, from a moment up to but not with another.
    mutating func power(_ watts: Int, export: Int? = nil, from: Instant, to: Instant) {
        var now = from
        while now < to {
            record(.power(watts, export: export), at: now)
            now = now.adding(seconds: 10)
        }
    }

    /// The list of the full hour, so many seconds after it.
    mutating func list(_ hour: Instant, _ importWh: Int, export: Int = 0, late seconds: Int64 = 10) {
        let arrival = hour.adding(seconds: seconds)
        record(.registers(importWh, export: export, clock: arrival), at: arrival)
    }
}
