import CheckedYAML
import Civil
import Foundation
import Ledger
import Tariffs

extension ConfigurationFile {
    /// - Parameters:
    ///   - file: the configuration's own path: the tariff file's is relative to its folder.
    ///   - today: the day that the tariff file has to cover.
    static func tariff(_ section: CheckedMapping, file: String, today: LocalDay?)
        -> Configuration.TariffSettings
    {
        var section = section
        var tariff = Configuration.TariffSettings()
        let customer = section.choice("customer", of: customers.map(\.name))
        tariff.customer = customers.first { $0.name == customer }?.group ?? tariff.customer
        tariff.file = tariffFile(&section, beside: file, today: today)
        tariff.extraLowDays = extraLowDays(&section)
        tariff.steps = steps(&section) ?? tariff.steps
        tariff.targetW = section.number("target_kw", in: 0.5...1_000).map { Int(($0 * 1_000).rounded()) }
        // The days are checked already and have an effect with the price of energy.
        section.passOverWithoutEffect(
            "extra_low_days",
            "scheme",
            "supplier_markup_ore",
            "supplier_monthly_nok"
        )
        section.end()
        if section.contains("file"), section.contains("steps_kw") {
            section.mistake("goes without file, which has the steps", at: "steps_kw")
        }
        if let read = tariff.file, read.tariffs(of: tariff.customer).isEmpty {
            section.mistake(
                "\(read.company) has no tariff for \(tariff.customer.rawValue) in the file",
                at: section.contains("customer") ? "customer" : "file"
            )
        }
        return tariff
    }

    private static let customers: [(name: String, group: CustomerGroup)] = [
        ("household", .household), ("cabin", .cabin), ("small_business", .smallBusiness),
    ]

    private static func tariffFile(
        _ section: inout CheckedMapping,
        beside file: String,
        today: LocalDay?
    ) -> TariffFile? {
        let folder = URL(filePath: file.isEmpty ? "./-" : file).deletingLastPathComponent()
        guard let path = section.text("file") else { return nil }
        do {
            return try TariffFile.load(URL(filePath: path, relativeTo: folder).path, today: today)
        } catch let error as TariffFileError {
            section.problems.add(error.mistakes)
        } catch {
            section.mistake("\(error)", at: "file")
        }
        return nil
    }

    private static func extraLowDays(_ section: inout CheckedMapping) -> [MonthDay] {
        let texts = section.texts("extra_low_days") ?? []
        let days = texts.compactMap(MonthDay.init(parsing:))
        if days.count != texts.count {
            section.mistake(
                "days of the year as month and day, such as [\"12-24\", \"12-31\"]",
                at: "extra_low_days"
            )
        }
        return days
    }

    private static func steps(_ section: inout CheckedMapping) -> CapacitySteps? {
        guard let bounds = section.texts("steps_kw") else { return nil }
        // `nan`, `inf` and `1e30` are numbers too, but none of a home.
        let watts = bounds.map { text in
            Double(text).flatMap { (0...100_000).contains($0) ? Int(($0 * 1_000).rounded()) : nil }
        }
        if let steps = CapacitySteps(lowerBoundsW: watts.compactMap { $0 }), watts.allSatisfy({ $0 != nil }) {
            return steps
        }
        section.mistake(
            "lower bounds in kW that begin with 0 and rise, such as [0, 2, 5, 10], 100000 at the most",
            at: "steps_kw"
        )
        return nil
    }

    /// The county's name; what is allowed are today's, though those of before are understood.
    static func county(_ section: inout CheckedMapping) -> County? {
        section.value("county") { name in
            guard let county = County(name: name) else {
                throw NotAllowed(name, County.present.map(\.rawValue).joined(separator: ", "))
            }
            return county
        }
    }
}
