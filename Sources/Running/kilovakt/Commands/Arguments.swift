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
        self.init(parsing: argument)
    }
}

extension EnergyScaleSetting: ExpressibleByArgument {}

extension LocalMonth: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}
