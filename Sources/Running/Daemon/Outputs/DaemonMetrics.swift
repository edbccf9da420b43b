import Alerts
import Dashboard
import Messaging

/// What the daemon's parts count, for Prometheus.
struct DaemonMetrics: Sendable {
    var meters: [any MeterService]
    var publisher: MQTTPublisher?
    var sender: WebhookSender

    func families() async -> [MetricFamily] {
        var families = await frames()
        if let statistics = publisher?.statistics { families += Self.families(of: statistics) }
        return families + Self.families(of: sender.statistics)
    }

    // MARK: - Ports

    private func frames() async -> [MetricFamily] {
        var counts: [(meter: MetricFamily.Label, counts: MeterDecoder.Counts)] = []
        for (index, meter) in meters.enumerated() {
            let (id, seen) = await meter.frames
            counts.append((MetricFamily.meterLabel(id, at: index), seen))
        }
        func counter(_ name: String, _ help: String, _ count: (MeterDecoder.Counts) -> Int) -> MetricFamily {
            MetricFamily(name, .counter, help, counts.map { .init(.whole(count($0.counts)), [$0.meter]) })
        }
        return [
            counter("kilovakt_frames_good_total", "Frames with a right checksum.") { $0.frames },
            counter("kilovakt_frames_bad_total", "Runs of bad bytes, a long one counted for each 256 bytes.")
            {
                $0.badStretches
            },
            counter("kilovakt_frames_unread_total", "Good frames that nobody could read.") { $0.unread },
            counter("kilovakt_readings_total", "Readings that came of the frames.") { $0.readings },
        ]
    }

    // MARK: - Outputs

    private static func families(of mqtt: MQTTPublisher.Statistics) -> [MetricFamily] {
        [
            MetricFamily(
                "kilovakt_mqtt_connected",
                .gauge,
                "1 while the broker has taken kilovakt in.",
                .whole(mqtt.isConnected ? 1 : 0)
            ),
            MetricFamily(
                "kilovakt_mqtt_published_total",
                .counter,
                "Messages written to the broker.",
                .whole(mqtt.published)
            ),
            MetricFamily(
                "kilovakt_mqtt_dropped_total",
                .counter,
                "Messages given up.",
                .whole(mqtt.dropped)
            ),
            MetricFamily(
                "kilovakt_mqtt_waiting",
                .gauge,
                "Closed hours and alerts that wait for the broker.",
                .whole(mqtt.waiting)
            ),
        ]
    }

    private static func families(of webhooks: [String: DeliveryStatistics]) -> [MetricFamily] {
        let names = webhooks.keys.sorted()
        func family(
            _ name: String,
            _ kind: MetricFamily.Kind,
            _ help: String,
            _ count: (DeliveryStatistics) -> Int
        ) -> MetricFamily {
            MetricFamily(
                "kilovakt_webhook_\(name)",
                kind,
                help,
                names.compactMap { name in
                    webhooks[name].map { .init(.whole(count($0)), [.init("webhook", name)]) }
                }
            )
        }
        return [
            family("delivered_total", .counter, "Alerts that the receiver took.") { $0.delivered },
            family("retried_total", .counter, "Tries that failed and are made again.") { $0.retried },
            family("failed_total", .counter, "Alerts that the receiver refused for good.") { $0.failed },
            family("dropped_total", .counter, "Alerts that grew too old or had to make room.") { $0.dropped },
            family("waiting", .gauge, "Alerts that wait.") { $0.waiting },
        ]
    }
}
