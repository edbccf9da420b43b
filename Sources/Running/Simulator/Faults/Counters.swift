/// A meter's counters in watt-seconds, so that nothing is lost to rounding.
struct Counters: Sendable, Equatable {
    var importWs: Int64 = 0
    var exportWs: Int64 = 0
    var reactiveWs: Int64 = 0

    static func + (a: Counters, b: Counters) -> Counters {
        Counters(
            importWs: a.importWs + b.importWs,
            exportWs: a.exportWs + b.exportWs,
            reactiveWs: a.reactiveWs + b.reactiveWs
        )
    }

    static func - (a: Counters, b: Counters) -> Counters {
        Counters(
            importWs: a.importWs - b.importWs,
            exportWs: a.exportWs - b.exportWs,
            reactiveWs: a.reactiveWs - b.reactiveWs
        )
    }
}
