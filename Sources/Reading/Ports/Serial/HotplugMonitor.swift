import CUDev

/// Hears from udevd when a serial device appears.
///
/// Where no udevd runs it opens but hears nothing.
final class HotplugMonitor {
    private let udev: OpaquePointer
    private let monitor: OpaquePointer
    /// Readable when something appeared or went away.
    let descriptor: Int32

    /// - Returns: `nil` where the system has no such thing: retrying then goes by time alone.
    init?() {
        guard let udev = udev_new() else { return nil }
        // "udev" rather than "kernel": it speaks when the links and the permissions are there.
        guard let monitor = udev_monitor_new_from_netlink(udev, "udev") else {
            udev_unref(udev)
            return nil
        }
        udev_monitor_filter_add_match_subsystem_devtype(monitor, "tty", nil)
        udev_monitor_enable_receiving(monitor)
        self.udev = udev
        self.monitor = monitor
        descriptor = udev_monitor_get_fd(monitor)
    }

    /// Takes away what was heard; every appearance is a reason to try, whatever the device.
    func drain() {
        while let device = udev_monitor_receive_device(monitor) { udev_device_unref(device) }
    }

    deinit {
        udev_monitor_unref(monitor)
        udev_unref(udev)
    }
}
