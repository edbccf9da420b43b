package import Civil
import History
import Ledger
import Messaging
import Meters
package import Ports
import ServiceLifecycle

/// A meter of the daemon: live, or a capture.
protocol MeterService: Service, Actor {
    /// The meter's number, `nil` before it is known, and counts of what was in its bytes.
    var frames: (id: String?, counts: MeterDecoder.Counts) { get }

    /// Does what a command asks; nothing when it is for another meter.
    func obey(_ command: Command, of meterID: String)
}

/// The parts that a live meter and a capture are made of alike.
struct MeterParts: Sendable {
    var port: Ports.Port
    /// As an earlier run left it.
    var ledger: Ledger
    var calendar: LocalCalendar
    var router: EventRouter
    var keeping: Keeping
    /// `nil` where commands are not taken.
    var desk: CommandDesk?
}

/// The history as one meter uses it, and the ids that the meters share it by.
struct Keeping: Sendable {
    let history: HistoryWriter
    let names: MeterNames
    let calendar: LocalCalendar

    /// Has a meter's ledger told when another program has changed its hours.
    func watch(_ source: String, of meter: MeterIdentity?, handler: @escaping ForeignChanges.Handler) async {
        await history.watch(source, meter: meter?.id, calendar: calendar, take: handler)
    }

    /// Claims the id of a meter that sends no number; `nil` for one that does, and needs no claim.
    ///
    /// - Throws: an id that another source has.
    func claim(_ id: String?, by source: String) throws(SharedNameError) {
        if let id { try names.claim(id, by: source) }
    }
}

/// All meters together: when every source has ended, the daemon is done.
struct AllMeters: Service {
    let meters: [any MeterService]

    func run() async throws {
        try await withThrowingTaskGroup { group in
            for meter in meters { group.addTask { try await meter.run() } }
            try await group.waitForAll()
        }
    }
}

extension Chunk {
    /// When the bytes came; `nil` in captures without times.
    package var arrival: Instant? { arrivalUnixMilliseconds.map { Instant(unixMilliseconds: $0) } }
}
