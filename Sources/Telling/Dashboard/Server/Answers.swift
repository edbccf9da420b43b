import Civil
import HTTPTypes
import HummingbirdCore

/// The answers that are whole at once, from the last state of the meters.
struct Answers: Sendable {
    let store: DashboardStore
    let sources: DashboardSources
    let version: String

    /// `/data.json`
    ///
    /// - Parameter id: the meter's number; the first one's for `nil`.
    func data(of id: String?, at now: ContinuousClock.Instant) -> Response {
        guard let index = store.index(of: id) else { return unknownMeter }
        return .json(DataJSON(store.meters[index], at: now))
    }

    /// `/healthz`
    func health(at now: ContinuousClock.Instant) -> Response {
        let report = HealthReport(store.meters, start: store.start, at: now)
        return .json(report, status: report.status == .ok ? .ok : .serviceUnavailable)
    }

    /// `/metrics`
    func metrics(at now: ContinuousClock.Instant) async -> Response {
        let families =
            own + MeterMetrics(store.meters, at: now).families + (await sources.metrics())
            + ProcessMetrics.families(start: sources.start)
        return .text(Array(ExpositionText.text(families).utf8), type: ExpositionText.contentType)
    }

    private var own: [MetricFamily] {
        let listening = store.listening
        return [
            MetricFamily(
                "kilovakt_build_info",
                .gauge,
                "Always 1; says in its label which version runs.",
                [.init(.whole(1), [.init("version", version)])]
            ),
            MetricFamily(
                "kilovakt_live_clients",
                .gauge,
                "Clients of the live stream.",
                .whole(listening.clients)
            ),
            MetricFamily(
                "kilovakt_live_dropped_total",
                .counter,
                "Events that clients of the live stream were too slow for.",
                .whole(listening.dropped)
            ),
        ]
    }

    /// The number that was asked for is not repeated: it may be anything.
    var unknownMeter: Response {
        .failure(.notFound, "no meter with this number, or it has not sent its number yet")
    }
}
