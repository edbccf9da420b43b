public import ArgumentParser
import Foundation
public import Ledger
public import Meters

extension Make: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(rawValue: argument.prefix(1).uppercased() + argument.dropFirst().lowercased())
    }

    public static var allValueStrings: [String] { allCases.map { $0.rawValue.lowercased() } }
}

extension Instant: ExpressibleByArgument {
    public init?(argument: String) {
        guard let date = try? Date(argument, strategy: .iso8601) else { return nil }
        self.init(date)
    }
}

extension EnergyScaleSetting: ExpressibleByArgument {}
