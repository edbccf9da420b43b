import Civil
import Foundation
import Ledger
import Tariffs

extension ConfigurationFile {
    /// - Parameter file: the configuration's own path: the tariff file's is relative to its folder.
    static func tariff(_ section: ConfigurationSection, file: String) -> Configuration.TariffSettings {
        var section = section
        var tariff = Configuration.TariffSettings()
        let customer = section.choice("customer", of: customers.map(\.name))
        tariff.customer = customers.first { $0.name == customer }?.group ?? tariff.customer
        tariff.file = tariffFile(&section, beside: file)
        tariff.extraLowDays = extraLowDays(&section)
        tariff.steps = steps(&section) ?? tariff.steps
        tariff.targetW = section.number("target_kw", in: 0.5...1_000).map { Int(($0 * 1_000).rounded()) }
        // The days are checked already and have an effect with the price of energy.
        section.withoutEffect("extra_low_days", "scheme", "supplier_markup_ore", "supplier_monthly_nok")
        section.end()
        if section.contains("file"), section.contains("steps_kw") {
            section.complain("goes without file, which has the steps", about: "steps_kw")
        }
        if let read = tariff.file, read.tariffs(of: tariff.customer).isEmpty {
            section.complain(
                "\(read.company) has no tariff for \(tariff.customer.rawValue) in the file",
                about: section.contains("customer") ? "customer" : "file"
            )
        }
        return tariff
    }

    private static let customers: [(name: String, group: CustomerGroup)] = [
        ("household", .household), ("cabin", .cabin), ("small_business", .smallBusiness),
    ]

    private static func tariffFile(_ section: inout ConfigurationSection, beside file: String) -> TariffFile?
    {
        let folder = URL(filePath: file.isEmpty ? "./-" : file).deletingLastPathComponent()
        guard let path = section.text("file") else { return nil }
        do {
            return try TariffFile.load(URL(filePath: path, relativeTo: folder).path)
        } catch let error as TariffFileError {
            section.complain(of: error.mistakes.map(ConfigurationError.init))
        } catch {
            section.complain("\(error)", about: "file")
        }
        return nil
    }

    private static func extraLowDays(_ section: inout ConfigurationSection) -> [MonthDay] {
        let texts = section.texts("extra_low_days") ?? []
        let days = texts.compactMap(MonthDay.init(parsing:))
        if days.count != texts.count {
            section.complain(
                "days of the year as month and day, such as [\"12-24\", \"12-31\"]",
                about: "extra_low_days"
            )
        }
        return days
    }

    private static func steps(_ section: inout ConfigurationSection) -> CapacitySteps? {
        guard let bounds = section.texts("steps_kw") else { return nil }
        // `nan`, `inf` and `1e30` are numbers too, but none of a home.
        let watts = bounds.map { text in
            Double(text).flatMap { (0...100_000).contains($0) ? Int(($0 * 1_000).rounded()) : nil }
        }
        if let steps = CapacitySteps(lowerBoundsW: watts.compactMap { $0 }), watts.allSatisfy({ $0 != nil }) {
            return steps
        }
        section.complain(
            "lower bounds in kW that begin with 0 and rise, such as [0, 2, 5, 10], 100000 at the most",
            about: "steps_kw"
        )
        return nil
    }

    /// The county's name; what is allowed are today's, though those of before are understood.
    static func county(_ section: inout ConfigurationSection) -> County? {
        section.value("county") { name in
            guard let county = County(name: name) else {
                throw NotAllowed(name, County.present.map(\.rawValue).joined(separator: ", "))
            }
            return county
        }
    }
}

extension ConfigurationError {
    init(_ mistake: TariffRemark) {
        self.init(file: mistake.file, line: mistake.line, key: mistake.key, problem: mistake.text)
    }
}
