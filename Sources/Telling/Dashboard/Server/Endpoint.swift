/// What the dashboard answers, by its path.
enum Endpoint: String, CaseIterable {
    case data = "/data.json"
    case metrics = "/metrics"
    case health = "/healthz"
    case live = "/api/v1/live"
}
