import Foundation
public import Ledger
public import Logging
public import Meters

/// Publishes what the ledgers say, by MQTT.
///
/// `send` returns at once and never fails. While the broker is away, live values go nowhere, closed hours and alerts wait in
/// memory, and what a broker retains is said again when it is back.
public final class MQTTPublisher: Sendable {
    private let plan: RunPlan
    private let inbox = Inbox()
    private let counters = Counters()

    /// Counts, for diagnostics.
    public struct Statistics: Sendable, Equatable {
        /// The broker has taken us in.
        public var isConnected = false
        /// Messages written to the broker, or confirmed by it where that is waited for.
        public var published = 0
        /// Messages given up: live ones without a broker, and what full queues had no room for.
        public var dropped = 0
        /// Closed hours and alerts that wait for the broker, at most 2,000.
        public var waiting = 0
    }

    public convenience init(settings: MQTTSettings, softwareVersion: String, log: Logger) {
        self.init(
            settings: settings,
            softwareVersion: softwareVersion,
            backoff: Backoff(),
            journal: Journal(log)
        )
    }

    init(settings: MQTTSettings, softwareVersion: String, backoff: Backoff, journal: Journal) {
        plan = RunPlan(settings, softwareVersion: softwareVersion, backoff: backoff, journal: journal)
    }

    public var statistics: Statistics {
        var statistics = counters.current
        statistics.dropped += inbox.dropped
        return statistics
    }

    public var isConnected: Bool { counters.current.isConnected }

    /// Publishes what follows from an event, if anything does.
    public func send(_ event: LedgerEvent, from meter: MeterIdentity, at source: MeterSource) {
        inbox.put(.event(event, meter, source))
    }

    /// Whether frames are wanted at all.
    public var publishesRawFrames: Bool { plan.settings.publishesRawFrames }

    /// Publishes a good frame of the meter as it was received, under `<base>/<id>/raw`, where that is turned on.
    public func send(frame: [UInt8], from meter: MeterIdentity, at source: MeterSource) {
        if publishesRawFrames { inbox.put(.frame(frame, meter, source)) }
    }

    /// Publishes an alert of this meter under `<base>/<id>/alert`; it waits while the broker is away.
    public func sendAlert(json: [UInt8], from meterID: String) {
        inbox.put(.alert(json, meterID: meterID))
    }

    /// Publishes an alert of this meter.
    public func sendAlert(json: [UInt8], from meter: MeterIdentity) {
        sendAlert(json: json, from: meter.id)
    }

    /// Keeps the connection up until the task is cancelled; then says `offline`, and returns within a second even when the
    /// broker hangs. To be called once.
    public func run() async {
        let control = RunControl(wake: inbox.wake)
        await withTaskCancellationHandler {
            Thread.detachNewThread { [plan, inbox, counters] in
                BrokerLoop(plan, inbox: inbox, control: control, counters: counters).run()
                control.finish()
            }
            await control.wait()
        } onCancel: {
            control.stop()
        }
    }
}
