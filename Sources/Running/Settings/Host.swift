import Foundation

/// The machine that kilovakt runs on.
package enum Host {
    /// The same after each start and different from other machines (machine-id(5)); its name where there is none.
    package static var identifier: String {
        let machine = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)
        return machine?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ProcessInfo.processInfo.hostName
    }
}
