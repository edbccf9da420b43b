public import ArgumentParser
public import Civil
import Foundation
public import Ledger
public import Simulator

extension SimulatedModel: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(rawValue: argument.lowercased())
    }
}

extension Instant: ExpressibleByArgument {
    public init?(argument: String) {
        guard let date = try? Date(argument, strategy: .iso8601) else { return nil }
        self.init(date)
    }
}

extension EnergyScaleSetting: ExpressibleByArgument {}

extension LocalMonth: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}
