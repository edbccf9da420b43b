import CUDev
import Glibc

/// A serial adapter on a USB port.
public struct SerialAdapter: Sendable, Hashable {
    /// The device node, `/dev/ttyUSB0`; another one after the next plugging, perhaps.
    public var path: String
    /// The link that stays the same, `/dev/serial/by-id/…`; `nil` where udevd makes none.
    public var byIDPath: String?
    /// The maker, as the adapter or the system's list of USB devices names it.
    public var vendor: String?
    public var model: String?
    /// The kernel's driver: `ftdi_sio`, `ch341-uart`, `cdc_acm`.
    public var driver: String?

    public init(
        path: String,
        byIDPath: String? = nil,
        vendor: String? = nil,
        model: String? = nil,
        driver: String? = nil
    ) {
        self.path = path
        self.byIDPath = byIDPath
        self.vendor = vendor
        self.model = model
        self.driver = driver
    }

    /// The path to write into a configuration.
    public var stablePath: String { byIDPath ?? path }
}

/// The serial adapters that are plugged in, in the order of their stable paths; `serial:auto` takes the first.
public func listSerialAdapters() -> [SerialAdapter] {
    guard let udev = udev_new() else { return [] }
    defer { udev_unref(udev) }
    guard let enumeration = udev_enumerate_new(udev) else { return [] }
    defer { udev_enumerate_unref(enumeration) }
    udev_enumerate_add_match_subsystem(enumeration, "tty")
    udev_enumerate_scan_devices(enumeration)

    var adapters: [SerialAdapter] = []
    forEachName(in: udev_enumerate_get_list_entry(enumeration)) { name in
        guard let device = udev_device_new_from_syspath(udev, name) else { return }
        if let adapter = SerialAdapter(device) { adapters.append(adapter) }
        udev_device_unref(device)
    }
    return adapters.sorted { $0.stablePath < $1.stablePath }
}

extension SerialAdapter {
    /// - Returns: `nil` for a tty that does not hang on USB.
    fileprivate init?(_ device: OpaquePointer) {
        // Parents belong to their child: nothing to release.
        guard let path = udev_device_get_devnode(device),
            let usb = udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device")
        else { return nil }
        let node = String(cString: path)
        let interface = udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_interface")

        func property(_ name: String) -> String? { text(udev_device_get_property_value(device, name)) }
        func attribute(_ name: String) -> String? { text(udev_device_get_sysattr_value(usb, name)) }
        self.init(
            path: node,
            byIDPath: Self.byIDLink(of: device) ?? linkByID(to: node),
            vendor: property("ID_VENDOR_FROM_DATABASE") ?? attribute("manufacturer") ?? property("ID_VENDOR"),
            model: attribute("product") ?? property("ID_MODEL_FROM_DATABASE") ?? property("ID_MODEL"),
            driver: text(udev_device_get_driver(udev_device_get_parent(device)))
                ?? interface.flatMap { text(udev_device_get_driver($0)) }
        )
    }

    private static func byIDLink(of device: OpaquePointer) -> String? {
        var link: String?
        forEachName(in: udev_device_get_devlinks_list_entry(device)) { name in
            if name.hasPrefix(byIDFolder) { link = link ?? name }
        }
        return link
    }
}

private let byIDFolder = "/dev/serial/by-id/"

/// The link to a device in udevd's folder: for when the folder is there but udevd's database is not, as in containers.
private func linkByID(to node: String) -> String? {
    guard let folder = opendir(byIDFolder) else { return nil }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX)) { String(cString: $0) }
        }
        // The links are relative, ../../ttyUSB0.
        let device = target(ofLink: byIDFolder + name)?.split(separator: "/").last
        if let device, "/dev/\(device)" == node { return byIDFolder + name }
    }
    return nil
}

private func forEachName(in list: OpaquePointer?, _ body: (String) -> Void) {
    var entry = list
    while let current = entry {
        if let name = udev_list_entry_get_name(current) { body(String(cString: name)) }
        entry = udev_list_entry_get_next(current)
    }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
