import CheckedYAML
import Civil
import Ledger
import Settings
import Tariffs

/// The input is a tariff file's text.
enum TariffEntry {
    static func run(_ input: [UInt8]) throws(BrokenPromise) {
        let file: TariffFile
        do throws(TariffFileError) {
            file = try TariffFile(parsing: String(decoding: input, as: UTF8.self), file: "fuzz.yml")
        } catch {
            guard !error.mistakes.isEmpty, error.mistakes.allSatisfy({ !$0.problem.isEmpty }) else {
                throw BrokenPromise("a tariff file is refused and nothing is said")
            }
            return
        }
        for customer in CustomerGroup.allCases {
            let tariffs = file.tariffs(of: customer)
            for tariff in tariffs {
                let valid = tariffs.filter { $0.isValid(on: tariff.validFrom) }
                guard valid.count == 1 else { throw BrokenPromise("two tariffs hold on \(tariff.validFrom)") }
                try check(tariff.energy)
                try check(tariff.fixed)
            }
            checkMonths(of: file, customer)
        }
    }

    private static func check(_ energy: EnergyPart) throws(BrokenPromise) {
        let days = [(2_026, 3, 29), (2_026, 10, 25), (2_026, 12, 24), (2_027, 5, 17)]
        for (year, month, day) in days {
            let day = LocalDay(year: year, month: month, day: day)
            for hour in 0..<24 {
                let price = energy.price(on: day, hour: hour).microNOK
                let low = energy.price(on: day, hour: hour, extraLowDays: [MonthDay(day)]).microNOK
                guard (0...10_000_000).contains(price), (0...10_000_000).contains(low) else {
                    throw BrokenPromise("energy for \(price) µNOK")
                }
            }
        }
    }

    private static func check(_ fixed: FixedPart) throws(BrokenPromise) {
        for value in [0, 1, 4_999, 5_000, 63_000, FixedStep.largestBound] {
            guard let yearly = fixed.yearlyMicroNOK(at: value) else { continue }
            guard yearly >= 0 else {
                throw BrokenPromise("\(value) for \(yearly) µNOK a year")
            }
            _ = monthlyMicroNOK(ofYearly: yearly, vatPercent: 25)
        }
    }

    /// A ledger lives with whatever models come of it.
    private static func checkMonths(of file: TariffFile, _ customer: CustomerGroup) {
        let calendar = LocalCalendar(fixedOffsetSeconds: 3_600)
        let settings = LedgerSettings(
            calendar: calendar,
            capacity: CapacitySchedule(file, customer: customer)
        )
        let hours = (0..<5).map { day in
            Hour(
                start: Instant(unixSeconds: 1_767_225_600 + day * 86_400),
                importWh: Int(day) * 2_500,
                exportWh: 0,
                quality: .measured
            )
        }
        let ledger = Ledger(settings: settings, hours: hours)
        _ = ledger.month(LocalMonth(year: 2_026, month: 1))
    }
}
