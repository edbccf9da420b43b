import CheckedYAML
import Dashboard

extension ConfigurationFile {
    /// - Returns: `nil` when the dashboard is turned off.
    static func dashboard(_ section: CheckedMapping) -> DashboardSettings? {
        var section = section
        let isOff = section.text("listen") == "off"
        let listen =
            isOff
            ? nil
            : section.value("listen") { text throws(ListenAddressError) in try ListenAddress(text) }
        let password = section.value("password") { try PasswordHash(Secret.read($0)) }
        let token = section.value("token") { try AccessToken(Secret.read($0)) }
        let hosts = section.texts("hosts") ?? []
        section.end()
        if section.contains("token"), !section.contains("password") {
            section.mistake(
                "goes with password, which is missing; without one nothing is asked for",
                at: "token"
            )
        }
        guard !isOff, let address = listen ?? defaultAddress(section) else { return nil }
        let settings = DashboardSettings(listen: address, password: password, token: token, hosts: hosts)
        if settings.isOpenToOthers, !section.contains("password") {
            section.mistake(
                "\(address) is reached from other machines, so it needs a password: run kilovakt password --out FILE, "
                    + "and set password: \"file:FILE\" beside it; or listen at 127.0.0.1",
                at: "listen"
            )
        }
        return settings
    }

    /// - Returns: `nil` when there is an address in the file, and it is wrong.
    private static func defaultAddress(_ section: CheckedMapping) -> ListenAddress? {
        section.contains("listen") ? nil : try? ListenAddress("127.0.0.1:8080")
    }
}
