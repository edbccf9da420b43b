import Civil
import Glibc

/// What Prometheus' own clients say of a process, under the same names.
/// https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
enum ProcessMetrics {
    /// - Parameter start: when the process began, by the host's clock.
    static func families(start: Instant) -> [MetricFamily] {
        var families = [
            MetricFamily(
                "process_cpu_seconds_total",
                .counter,
                "Processor time that the process has used.",
                .real(processorSeconds)
            ),
            MetricFamily(
                "process_start_time_seconds",
                .gauge,
                "When the process began, in seconds since 1970.",
                .thousandths(Int(start.unixMilliseconds))
            ),
        ]
        if let bytes = residentBytes {
            families.append(
                MetricFamily(
                    "process_resident_memory_bytes",
                    .gauge,
                    "Memory of the process that is in RAM.",
                    .whole(bytes)
                )
            )
        }
        return families
    }

    private static var processorSeconds: Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
            sum + Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
        }
    }

    /// The second number of /proc/self/statm, in pages (proc(5)); `nil` where there is no such file.
    private static var residentBytes: Int? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let numbers = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
