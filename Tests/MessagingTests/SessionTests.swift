import Civil
import Ledger
import Meters
import TestSupport
import Testing

@testable import Messaging

@Suite struct SessionTests {
    private let id = Example.meter.id

    private func session(discovery: Bool = false, commands: Bool = false, outbox: Outbox = Outbox())
        -> Session
    {
        Session(
            base: "kilovakt",
            calendar: .oslo,
            discovery: discovery ? Discovery(prefix: "homeassistant", softwareVersion: "1.0") : nil,
            takesCommands: commands,
            outbox: outbox
        )
    }

    private func take(_ session: inout Session, _ event: LedgerEvent) -> [Message] {
        session.take(event, from: Example.meter, at: Example.source).map(\.message)
    }

    private func topics(_ messages: [Message]) -> [String] { messages.map(\.topic) }

    @Test("Without a broker nothing goes out; with it, everything that it retains does") func announcement() {
        var session = session()
        #expect(take(&session, .live(Example.live)).isEmpty)
        #expect(take(&session, .hour(Example.hour())).isEmpty)
        #expect(take(&session, .month(Example.month())).isEmpty)
        let messages = session.open().map(\.message)
        let names = ["status", "\(id)/meter", "\(id)/hour", "\(id)/budget_w", "\(id)/month"]
        #expect(topics(messages) == names.map { "kilovakt/\($0)" })
        #expect(messages.allSatisfy { $0.delivery == .retained })
        #expect(messages[0].text == "online")
        #expect(messages[3].text == "6003")
        // The live message is the one that nobody will see.
        #expect(session.dropped == 1)
    }

    @Test("A broker that comes later gets the last hour, also one that its rate held back") func lastHour() {
        var session = session()
        _ = take(&session, .hour(Example.hour(at: Example.hourStart)))
        _ = take(&session, .hour(Example.hour(at: Example.hourStart.adding(seconds: 2))))
        let hour = session.open().map(\.message).first { $0.topic.hasSuffix("/hour") }
        #expect(hour?.object["time"] as? String == "2026-01-31T17:00:02Z")
    }

    @Test("The meter is said once, and again when its list or its port is another") func meter() {
        var session = session()
        _ = session.open()
        #expect(topics(take(&session, .meter(Example.meter))) == ["kilovakt/\(id)/meter"])
        #expect(take(&session, .meter(Example.meter)).isEmpty)
        let newer = MeterIdentity(
            make: Example.meter.make,
            id: Example.meter.id,
            model: Example.meter.model,
            list: "Kamstrup_V0002"
        )
        let changed = session.take(.meter(newer), from: newer, at: Example.source)
        #expect(changed.map(\.message).first?.object["list"] as? String == "Kamstrup_V0002")
        let elsewhere = session.take(.meter(newer), from: newer, at: MeterSource(source: "tcp://h:1"))
        #expect(elsewhere.count == 1)
    }

    @Test("Closed hours and alerts wait in order, and go when the broker comes") func queue() {
        var session = session()
        for number in 0..<3 { _ = session.take(Example.closedMessage(number)) }
        let topic = Example.topics[.alert]
        _ = session.take(QueuedMessage(topic: topic, payload: Array("{}".utf8)))
        #expect(session.waiting == 4)
        let queued = session.open().filter { $0.receipt != nil }
        #expect(queued.allSatisfy { $0.message.delivery == .queued })
        #expect(
            queued.prefix(3).compactMap { $0.message.object["start"] as? String }
                == ["2026-01-31T17:00:00Z", "2026-01-31T18:00:00Z", "2026-01-31T19:00:00Z"]
        )
        #expect(queued.last?.message.topic == "kilovakt/\(id)/alert")
        for (receipt, _) in queued { if let receipt { _ = session.confirm(receipt) } }
        #expect(session.waiting == 0)
    }

    @Test("A queue that is full counts what it gives up") func bounded() {
        var session = session(outbox: Outbox(capacity: 2_000))
        for number in 0..<2_003 { _ = session.take(Example.closedMessage(number)) }
        #expect(session.waiting == 2_000)
        #expect(session.dropped == 3)
    }

    @Test("What the disk has is named when the broker has it, and never given up for want of room")
    func kept() {
        var session = session(outbox: Outbox(capacity: 2, window: 3))
        for number in 0..<3 { _ = session.take(Example.closedMessage(number, id: Int64(number) + 7)) }
        _ = session.take(Example.closedMessage(3))
        #expect(session.waiting == 3)
        #expect(session.dropped == 1)
        let first = session.open().compactMap(\.receipt)
        #expect(first.map { session.confirm($0).id } == [7, 8, 9])
    }

    @Test("Another meter in the place of one: the broker forgets that one, at once and after an outage")
    func replaced() {
        var session = session(discovery: true)
        _ = session.open()
        _ = take(&session, .live(Example.live))
        let other = MeterIdentity(make: .kaifa, id: "6970631401234567", model: "MA304H3E", list: "KFM_001")
        let notice = LedgerEvent.notice(.otherMeter(from: id, to: other.id))
        let said = session.take(notice, from: other, at: Example.source).map(\.message)
        let taken = said.filter(\.payload.isEmpty).map(\.topic)
        #expect(taken.contains("homeassistant/device/kilovakt_\(id)/config"))
        #expect(
            Set(taken).isSuperset(
                of: ["meter", "hour", "budget_w", "day", "month"].map { "kilovakt/\(id)/\($0)" }
            )
        )
        #expect(said.contains { $0.topic == "kilovakt/\(other.id)/meter" && !$0.payload.isEmpty })
        session.close()
        #expect(Set(session.open().map(\.message).filter(\.payload.isEmpty).map(\.topic)) == Set(taken))
        // It comes back: there is something to retain again.
        _ = take(&session, .meter(Example.meter))
        #expect(session.open().map(\.message).allSatisfy { !$0.payload.isEmpty })
    }

    @Test("A meter that was replaced while nobody looked leaves nothing behind") func replacedUnseen() {
        var session = session()
        _ = session.open()
        let notice = LedgerEvent.notice(.otherMeter(from: id, to: "6970631401234567"))
        let said = session.take(notice, from: Example.meter, at: Example.source).map(\.message)
        #expect(said.last { $0.topic == "kilovakt/\(id)/meter" }?.payload.isEmpty == true)
    }

    @Test("What can be set is said when it changes, and again to a broker that comes back") func settings() {
        var session = session()
        _ = session.open()
        _ = take(&session, .meter(Example.meter))
        var settings = MeterSettings(targetW: 7_500)
        let said = session.take(settings, of: id).map(\.message)
        #expect(topics(said) == ["target_kw", "alert_pause"].map { "kilovakt/\(id)/\($0)" })
        #expect(said.map(\.text) == ["7.5", #"{"minutes":0}"#])
        #expect(session.take(settings, of: id).isEmpty)
        settings = MeterSettings(alertPause: .init(until: Example.time, minutes: 30))
        #expect(
            session.take(settings, of: id).map(\.message.text)
                == ["none", #"{"minutes":30,"until":"2026-01-31T17:30:02.512Z"}"#]
        )
        session.close()
        #expect(session.open().map(\.message.text).contains("none"))
        #expect(session.take(settings, of: "another").isEmpty)
    }

    @Test("A meter without an id has no topic, and more meters than any home has are passed over")
    func strangers() {
        var session = session()
        _ = session.open()
        func named(_ id: String) -> MeterIdentity {
            MeterIdentity(make: .kaifa, id: id, model: "MA304H3E", list: "KFM_001")
        }
        #expect(session.take(.live(Example.live), from: named(""), at: Example.source).isEmpty)
        for number in 0..<40 {
            let meter = named("\(number)")
            _ = session.take(.meter(meter), from: meter, at: Example.source)
        }
        #expect(session.announceAgain().count == 1 + Session.mostMeters)
        #expect(session.dropped == 8)
    }

    @Test("A month that is mended late does not take the running month's place") func lateMonth() {
        var session = session()
        _ = session.open()
        _ = take(&session, .month(Example.month(2)))
        #expect(take(&session, .month(Example.month(1))).isEmpty)
        #expect(take(&session, .month(Example.month(2))).count == 1)
    }

    @Test("Home Assistant hears of a meter when it sends something new, and only then") func news() {
        var session = session(discovery: true)
        _ = session.open()
        let config = "homeassistant/device/kilovakt_\(id)/config"
        #expect(!topics(take(&session, .meter(Example.meter))).contains(config))
        #expect(topics(take(&session, .live(Example.powerAlone))) == [config, "kilovakt/\(id)/live"])
        #expect(topics(take(&session, .live(Example.powerAlone))) == ["kilovakt/\(id)/live"])
        #expect(topics(take(&session, .live(Example.live))).first == config)
        #expect(topics(take(&session, .live(Example.powerAlone))) == ["kilovakt/\(id)/live"])
        #expect(topics(take(&session, .hour(Example.hour()))).first == config)
        #expect(topics(take(&session, .month(Example.month(peaks: 1)))).first == config)
        #expect(topics(take(&session, .month(Example.month(peaks: 2)))).first == config)
        #expect(take(&session, .month(Example.month(peaks: 2))).count == 1)
        #expect(topics(session.announceAgain().map(\.message)).contains(config))
    }
}
