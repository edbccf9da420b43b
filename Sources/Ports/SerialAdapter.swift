import CUDev
import Glibc

/// A USB serial adapter that is plugged in.
public struct SerialAdapter: Sendable, Equatable {
    /// The name that stays the same, `/dev/serial/by-id/…`, where there is one; else the device.
    public var path: String
    /// `/dev/ttyUSB0`
    public var device: String
    /// Maker and model as the adapter says them; `nil` where it does not.
    public var vendor: String?
    public var model: String?

    /// All that there are, by device name.
    public static func all() -> [SerialAdapter] {
        guard let context = udev_new() else { return [] }
        defer { udev_unref(context) }
        guard let enumeration = udev_enumerate_new(context) else { return [] }
        defer { udev_enumerate_unref(enumeration) }
        udev_enumerate_add_match_subsystem(enumeration, "tty")
        udev_enumerate_scan_devices(enumeration)
        var adapters: [SerialAdapter] = []
        var entry = udev_enumerate_get_list_entry(enumeration)
        while let current = entry {
            if let path = udev_list_entry_get_name(current),
                let device = udev_device_new_from_syspath(context, path)
            {
                if let adapter = SerialAdapter(device) { adapters.append(adapter) }
                udev_device_unref(device)
            }
            entry = udev_list_entry_get_next(current)
        }
        return adapters.sorted { $0.device < $1.device }
    }

    /// - Returns: `nil` for a tty that hangs on no USB.
    private init?(_ tty: OpaquePointer) {
        // The parent belongs to its child and is not released by itself.
        guard let usb = udev_device_get_parent_with_subsystem_devtype(tty, "usb", "usb_device"),
            let device = udev_device_get_devnode(tty).map({ String(cString: $0) })
        else { return nil }
        self.device = device
        vendor = udev_device_get_sysattr_value(usb, "manufacturer").map { String(cString: $0) }
        model = udev_device_get_sysattr_value(usb, "product").map { String(cString: $0) }
        path = Self.lastingName(tty) ?? device
    }

    private static func lastingName(_ tty: OpaquePointer) -> String? {
        var entry = udev_device_get_devlinks_list_entry(tty)
        while let current = entry {
            if let name = udev_list_entry_get_name(current).map({ String(cString: $0) }),
                name.hasPrefix("/dev/serial/by-id/")
            {
                return name
            }
            entry = udev_list_entry_get_next(current)
        }
        return nil
    }
}

/// Tells when a serial device is plugged in. Silent where no udevd runs: then waiting alone has to do.
final class DeviceMonitor {
    private let context: OpaquePointer
    private let monitor: OpaquePointer

    init?() {
        guard let context = udev_new() else { return nil }
        guard let monitor = udev_monitor_new_from_netlink(context, "udev") else {
            udev_unref(context)
            return nil
        }
        self.context = context
        self.monitor = monitor
        udev_monitor_filter_add_match_subsystem_devtype(monitor, "tty", nil)
        udev_monitor_enable_receiving(monitor)
    }

    deinit {
        udev_monitor_unref(monitor)
        udev_unref(context)
    }

    /// Has something to read when a device came or went.
    var fileDescriptor: Int32 { udev_monitor_get_fd(monitor) }
}
